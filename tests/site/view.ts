import {join} from 'node:path'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {following} from '../../scripts/core/days.ts'
import {siteData} from '../../scripts/site/data.ts'
import type {FigureRow, SiteRows} from '../../scripts/site/figures.ts'
import {formatsOf} from '../../scripts/site/formats.ts'
import {presetOf, type Selection} from '../../scripts/site/presets.ts'
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

const JANUARY = '2026-01-01'

/** A KPI's months from January 2026 on, in total or of one breakdown value. */
export function series(ref: string, values: readonly (number | null)[], rest: Partial<FigureRow> = {}): FigureRow[] {
  return values.map((value, i) => ({
    ref,
    start: following(JANUARY, 'month', i),
    end: following(JANUARY, 'month', i + 1),
    dimension: 'total',
    dimension_value: null,
    value,
    sample: value ?? 0,
    ...rest,
  }))
}

/** A figure of February 2026, of one value of a dimension. */
export function part(ref: string, dimension: string, value: string, amount: number, sample = amount): FigureRow {
  return {...series(ref, [0, amount])[1]!, dimension, dimension_value: value, sample}
}

export interface ViewOptions {
  readonly firstDay?: string
  readonly dataEnd?: string
  readonly project?: Project
  readonly selection?: Partial<Selection>
}

/** A view of the months of rows made by hand: February is shown, compared with January; March is not over. */
export async function viewOf(
  rows: Partial<SiteRows>,
  {firstDay = JANUARY, dataEnd = '2026-03-15T12:00:00', project, selection}: ViewOptions = {},
): Promise<View> {
  const of = project ?? (await library())
  const range = {firstDay, dataEnd}
  const texts = textsOf('en')
  const none = new Map()
  return {
    project: of,
    data: siteData(
      of,
      {figures: [], lists: none, labels: none, values: none, attributes: none, curves: none, ...rows},
      range,
    ),
    preset: presetOf(
      {preset: 'last-month', compare: 'previous', filters: {where: new Map()}, ...selection},
      range,
    ) as ShownPreset,
    language: 'en',
    texts,
    formats: formatsOf(texts, 'EUR'),
    dates: {loaned_at: {en: 'loan date'}},
    range,
    cardAt: ref => `#${ref}`,
    pageAt: () => undefined,
  }
}
