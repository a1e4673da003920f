import {sql} from 'kysely'
import type {Project} from '../compile/load.ts'
import type {Database} from '../sql/duckdb.ts'
import {identifier} from '../sql/literals.ts'
import {entityPeriod, entityQuestions, narrowed} from './entities.ts'
import type {FigureRow, SiteRows} from './figures.ts'
import type {SiteContent} from './image.ts'
import {listCsv} from './list-csv.ts'
import {LATEST} from './lists.ts'
import {martsOf} from './marts.ts'
import {pageNeeds} from './page-needs.ts'
import {type Page, pageRefs} from './pages.ts'
import type {People} from './people.ts'
import {withPseudonyms} from './pseudonyms.ts'
import type {AnswerRow} from './questions.ts'
import {readLists, relationOf} from './relations.ts'

/** What the page of one value of a dimension shows. */
export interface Entity extends Pick<SiteRows, 'figures' | 'lists'> {
  /** Its id. */
  readonly page: string
  readonly value: string
  /** The day or local time with which its period begins; none: the data's first day. */
  readonly since: string | undefined
  /** All rows of its lists, as CSV. */
  readonly files: readonly {readonly ref: string; readonly text: string}[]
}

/** Reads what the pages of dimensions' values show, in a few statements for each page. */
export async function readEntities(
  database: Database,
  project: Project,
  {pages, range}: Pick<SiteContent, 'pages' | 'range'>,
  shared: SiteRows,
  people: People,
): Promise<Entity[]> {
  const entities: Entity[] = []
  for (const page of pages) {
    const {each} = page
    const values = each ? (shared.values.get(each.dimension) ?? []) : []
    if (!each || values.length === 0) continue
    const since = await readSince(database, project, page)
    const presets = new Map(values.map(value => [value, entityPeriod(since.get(value), range)]))
    const figures: FigureRow[] = []
    for (const question of entityQuestions(project, pageNeeds(project, page), each, [...presets.values()]))
      figures.push(...question.read(await database.rows<AnswerRow>(question.sql, question.bindings)))
    const own = narrowed(figures, each)
    const shown = pageRefs(page, project.catalog)
    for (const [value, {current}] of presets) {
      const lists = await readLists(database, project, current ? [current] : [], {
        dimension: each.dimension,
        value,
      })
      const hidden = withPseudonyms({...shared, figures: own.get(value) ?? [], lists}, project, people)
      entities.push({
        page: page.id,
        value: people.alias(each.dimension, value),
        since: since.get(value),
        figures: hidden.figures,
        lists: new Map([...hidden.lists].map(([ref, rows]) => [ref, rows.slice(0, LATEST)])),
        files: [...hidden.lists]
          .filter(([ref]) => shown.has(ref))
          .map(([ref, rows]) => ({ref, text: listCsv(project, ref, rows)})),
      })
    }
  }
  return entities
}

async function readSince(database: Database, project: Project, {each}: Page): Promise<Map<string, string>> {
  const labels = project.catalog.dimensions[each!.dimension]?.labels
  if (each!.since === undefined || !labels) return new Map()
  const {rows} = await sql<{key: string; since: string | null}>`
    select cast(${sql.raw(identifier(labels.key))} as varchar) as key, cast(${sql.raw(identifier(each!.since))} as varchar) as since
    from ${sql.raw(relationOf(project, labels.model))}`.execute(martsOf(database))
  return new Map(rows.flatMap(row => (row.since === null ? [] : [[row.key, row.since] as const])))
}
