import {isCurrent} from '../../audit/marts.ts'
import type {AuditNote, AuditRecord} from '../../audit/record.ts'
import {isHidden} from '../../catalog/catalog.ts'
import type {Project} from '../../compile/load.ts'
import type {Compiled} from '../../compile/project.ts'
import type {People} from '../people.ts'

/** What audits have found, as far as the site may show it. */
export interface Audited {
  /** By KPI. */
  readonly notes: ReadonlyMap<string, PublicNote>
}

/** What an audit found of a KPI, with pseudonyms in place of hidden people, and of rows only the columns that the project publishes. */
export interface PublicNote extends AuditNote {
  readonly isCurrent: boolean
  /** Whether columns of its rows are left out. */
  readonly isCut: boolean
}

type Row = AuditNote['evidence'][number]['rows'][number]

/** Takes from the record what the site may show. */
export function publicNotes(compiled: Compiled, record: AuditRecord, people: People): Audited {
  const {project} = compiled
  const notes = record.kpis
    .filter(note => project.definitions.kpis.has(note.kpi_ref))
    .map((note): [string, PublicNote] => {
      const {example} = note
      const value = example?.dimension_value
      const evidence = note.evidence.map(each => ({
        ...each,
        rows: each.rows.map(row => publicRow(project, each.fact, row)),
      }))
      const sizeOf = (all: AuditNote['evidence']) =>
        all
          .flatMap(each => each.rows)
          .reduce((sum, {key, columns}) => sum + Object.keys(key).length + columns.length, 0)
      const shown = {
        ...note,
        example:
          example && value != null ? {...example, dimension_value: people.alias(example.dimension, value)} : example,
        evidence,
        isCurrent: isCurrent(compiled, note),
        isCut: sizeOf(evidence) < sizeOf(note.evidence),
      }
      return [note.kpi_ref, shown]
    })
  return {notes: new Map(notes)}
}

function publicRow(project: Project, fact: string, row: Row): Row {
  const {catalog, needed} = project
  const allowed = catalog.publish.exact?.[fact]?.columns ?? []
  // what is published under a number or a pseudonym is not published here
  const isShown = (column: string) => {
    const role = needed.find(each => each.fact === fact && each.column === column)
    const isPerson = role?.people !== undefined && isHidden(catalog, role.people)
    return allowed.includes(column) && role?.role !== 'key' && (role?.role !== 'person' || !isPerson)
  }
  return {
    ...row,
    key: Object.fromEntries(Object.entries(row.key).filter(([column]) => isShown(column))),
    columns: row.columns.filter(({name}) => isShown(name)),
  }
}
