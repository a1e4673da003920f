import type {Project} from '../compile/load.ts'
import type {Database} from '../sql/duckdb.ts'
import type {FigureRow, SiteRows} from './figures.ts'
import {heldPeriods, martsOf, readMarts} from './marts.ts'
import type {Need} from './needs.ts'
import type {Period} from './periods.ts'
import type {Preset} from './presets.ts'
import {type AnswerRow, questionsOf, type Times, timesOf} from './questions.ts'
import {readAttributes, readLabels, readLists, readValues} from './relations.ts'
import {readCurves} from './settling.ts'

/**
 * Everything that the presets' pages show: periods of the calendar from the marts, other spans of days from the statements of
 * `kpi query`.
 */
export async function readSite(
  database: Database,
  project: Project,
  needs: readonly Need[],
  presets: readonly Preset[],
): Promise<SiteRows> {
  const marts = martsOf(database)
  const held = await heldPeriods(marts)
  const times = timesOf(presets)
  const isHeld = ({start, end}: Period) => held.has(`${start} ${end}`)
  const pick = (wanted: boolean): Times => ({
    trend: times.trend.filter(period => isHeld(period) === wanted),
    now: times.now.filter(period => isHeld(period) === wanted),
  })
  const figures: FigureRow[] = await readMarts(marts, project, needs, pick(true))
  for (const question of questionsOf(project, needs, pick(false), {where: new Map()})) {
    const rows = await database.rows<AnswerRow>(question.sql, question.bindings)
    figures.push(...question.read(rows))
  }
  const current = presets.flatMap(preset => preset.current ?? [])
  return {
    figures,
    lists: await readLists(database, project, current),
    labels: await readLabels(marts, project),
    values: await readValues(marts),
    attributes: await readAttributes(marts, project),
    curves: await readCurves(database),
  }
}
