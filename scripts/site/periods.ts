/** The grains that have pages of their own. */
export const PRESET_GRAINS = ['week', 'month', 'quarter', 'year'] as const
export type PresetGrain = (typeof PRESET_GRAINS)[number]
/** The grain of the pages without a suffix. */
export const DEFAULT_GRAIN: PresetGrain = 'month'
/** How many periods a trend shows. */
const WINDOW = 13

export interface Period {
  readonly grain: PresetGrain
  /** Local dates, ISO; the end is excluded. */
  readonly start: string
  readonly end: string
  /** Over at the data's last instant. */
  readonly complete: boolean
  /** The data reach back to its first day. */
  readonly covered: boolean
}

/** What the pages of one grain show. */
export interface Preset {
  readonly grain: PresetGrain
  /** The period shown: the last complete one, else the latest; none where the data have no period of this grain. */
  readonly current?: Period
  readonly previous?: Period
  /** The trend's periods, the latest (perhaps incomplete) one last. */
  readonly window: readonly Period[]
  /** The data's first day, ISO. */
  readonly firstDay: string
}

export interface PeriodRow {
  readonly grain: string
  readonly period_start: string
  readonly period_end: string
  readonly is_complete: boolean
}

/** Chooses each grain's period, comparison and trend from the periods of the marts. */
export function choosePresets(rows: readonly PeriodRow[], firstDay: string): Preset[] {
  return PRESET_GRAINS.map(grain => {
    const periods = rows
      .filter(row => row.grain === grain)
      .map(
        (row): Period => ({
          grain,
          start: row.period_start,
          end: row.period_end,
          complete: row.is_complete,
          covered: row.period_start >= firstDay,
        }),
      )
      .sort((a, b) => (a.start < b.start ? -1 : 1))
    const lastComplete = periods.findLastIndex(period => period.complete)
    const shown = lastComplete === -1 ? periods.length - 1 : lastComplete
    const end = Math.min(periods.length, shown + 2) // with the one that is not over yet
    return {
      grain,
      firstDay,
      window: periods.slice(Math.max(0, end - WINDOW), end),
      ...(periods[shown] === undefined ? {} : {current: periods[shown]}),
      ...(periods[shown - 1] === undefined ? {} : {previous: periods[shown - 1]}),
    }
  })
}

/** The period before, where both are whole: only those are compared. */
export function comparison({current, previous}: Preset): Period | undefined {
  return current && previous && !isPartial(current) && !isPartial(previous) ? previous : undefined
}

/** Whether a period's values are not those of a whole period: it is not over, or the data begin inside it. */
export function isPartial(period: Period): boolean {
  return !period.complete || !period.covered
}
