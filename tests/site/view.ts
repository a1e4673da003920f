import {join} from 'node:path'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {siteData} from '../../scripts/site/data.ts'
import {formatsOf} from '../../scripts/site/formats.ts'
import type {MartRows, ValueRow} from '../../scripts/site/marts.ts'
import {choosePresets, type PeriodRow} from '../../scripts/site/periods.ts'
import {textsOf} from '../../scripts/site/texts.ts'
import type {ShownPreset, View} from '../../scripts/site/view.ts'
import {ROOT} from './site.ts'

export const LIBRARY = join(ROOT, 'tests/projects/library')

let loaded: Promise<Project> | undefined
/** A project about another subject, compiled once. */
export function library(): Promise<Project> {
  loaded ??= loadProject(LIBRARY)
  return loaded
}

/** The months from January 2026 on; the last one not over. */
export function months(count: number): PeriodRow[] {
  const start = (i: number) => new Date(Date.UTC(2026, i, 1)).toISOString().slice(0, 10)
  return Array.from({length: count}, (_, i) => ({
    grain: 'month',
    period_start: start(i),
    period_end: start(i + 1),
    is_complete: i < count - 1,
  }))
}

/** A KPI's months in total, or of one breakdown value. */
export function series(ref: string, values: readonly (number | null)[], rest: Partial<ValueRow> = {}): ValueRow[] {
  return values.map((value, i) => ({
    ref,
    grain: 'month',
    period_start: months(values.length)[i]!.period_start,
    dimension: 'total',
    dimension_value: null,
    value,
    sample_size: value ?? 0,
    is_settled: i < values.length - 1,
    ...rest,
  }))
}

/** A view of the months of rows made by hand: February is shown, compared with January; March is not over. */
export async function viewOf(rows: Partial<MartRows>, firstDay = '2026-01-01', project?: Project): Promise<View> {
  return viewIn(project ?? (await library()), rows, firstDay)
}

function viewIn(project: Project, rows: Partial<MartRows>, firstDay: string): View {
  const presets = choosePresets(months(3), firstDay)
  const texts = textsOf('en')
  return {
    project,
    data: siteData({
      presets,
      values: [],
      components: [],
      slots: [],
      tables: new Map(),
      matrices: new Map(),
      lists: new Map(),
      labels: new Map(),
      ...rows,
    }),
    preset: presets.find(preset => preset.grain === 'month') as ShownPreset,
    language: 'en',
    texts,
    formats: formatsOf(texts, 'EUR'),
    dates: {loaned_at: {en: 'loan date'}},
    dataEnd: '2026-03-15T12:00:00',
    cardAt: ref => `#${ref}`,
  }
}
