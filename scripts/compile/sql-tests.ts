import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {DataTest} from './data-test.ts'
import type {Project} from './load.ts'
import {variableValues} from './variables.ts'
import {localColumn} from './writers.ts'

/** Anchors outside the calendar that the catalog sets: such rows are in no period. */
export function calendarTests(project: Project): DataTest[] {
  const {calendar, yaml} = project.catalog
  if (!calendar) return []
  const anchors = new Map(
    [...project.definitions.measures.values()].flatMap(({measure}) =>
      measure.date === undefined ? [] : [[`${measure.fact}.${measure.date}`, measure] as const],
    ),
  )
  return [...anchors].map(([name, measure]) => {
    const column = `tested.${localColumn(project.tools, measure.fact, measure.date!)}`
    return {
      name: `${measure.fact}_${measure.date}_calendar`,
      subject: measure.fact,
      reads: [],
      severity: 'warn',
      threshold: 0,
      complaint: `${name} lies outside the calendar ${calendar.from} to ${calendar.to}: no KPI counts it`,
      sql: `select tested.*\nfrom facts.${measure.fact} as tested\nwhere cast(${column} as date) not between date '${calendar.from}' and date '${calendar.to}'\n`,
      place: yaml.place(['calendar']),
    }
  })
}

const HEAD = /^\{\{!--\s*(error|warn)(?:\s*>\s*(\d+))?:\s*([\s\S]*?)\s*--\}\}\s*\n/

/** `tests/data/*.sql`: queries of failing rows; the first line says `{{!-- warn: what is wrong --}}`, or `error`, with `> N` for a threshold. */
export function singularTests(
  project: Project,
  relations: ReadonlyMap<string, string>,
  problems: Problem[],
): DataTest[] {
  const folder = join(project.folder, project.catalog.paths.data_tests)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
    .flatMap(base => {
      const file = join(project.catalog.paths.data_tests, base)
      const text = readFileSync(join(folder, base), 'utf8')
      const head = HEAD.exec(text)
      if (!head) {
        problems.push(
          fault('test-head', `${file} does not say what is wrong with the rows it finds`, {
            file,
            line: 1,
            column: 1,
            hint: 'begin with {{!-- warn: what is wrong --}} or {{!-- error: … --}}',
          }),
        )
        return []
      }
      const template = {file, text}
      const found = project.templates.check(template, new Set(['ref', 'source', 'data_end', 'timezone']))
      problems.push(...found)
      if (found.length > 0) return []
      const reads: string[] = []
      const unknown = (what: string, name: string, valid: Iterable<string>) =>
        problems.push(
          fault(`unknown-${what}`, `there is no ${what} "${name}"`, {
            file,
            line: 1,
            column: 1,
            hint: suggestion(name, valid, `${what}s`),
          }),
        )
      const sql = project.templates.render(template, {
        timezone: project.catalog.timezone,
        var: variableValues(project.settings),
        data_end: () => '(select data_end.ends_at from meta.data_end as data_end)',
        ref: (name: string) => {
          if (!relations.has(name)) unknown('model', name, relations.keys())
          reads.push(name)
          return relations.get(name)
        },
        source: (name: string) => {
          if (!project.declarations.sources.has(name)) unknown('source', name, project.declarations.sources.keys())
          reads.push(`source:${name}`)
          return `sources.${name}`
        },
      })
      const name = base.slice(0, -'.sql'.length)
      const subject = reads.at(-1) ?? ''
      return [
        {
          name,
          subject,
          reads,
          severity: head[1] as 'error' | 'warn',
          threshold: Number(head[2] ?? 0),
          complaint: head[3]!,
          sql,
          place: {file, line: 1, column: 1},
        },
      ]
    })
}
