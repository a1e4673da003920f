import type {Grain} from '../../core/days.ts'
import type {Compared, Period} from '../periods.ts'
import type {Compare, PresetId} from '../presets.ts'

/** A cell of a matrix in words: its place, its figure and how many it rests on. */
interface NamedCell {
  readonly name: string
  readonly value: string
  readonly count: string
}

/** A point of a scatter in words. */
interface NamedPoint {
  readonly name: string
  readonly x: string
  readonly y: string
}

/** The words of the site itself, in one language; everything else comes from the catalog and the pages. */
export interface SiteTexts {
  /** BCP 47, for numbers and dates. */
  readonly locale: string
  /** The language's own name. */
  readonly language: string
  readonly units: {readonly day: string; readonly hour: string; readonly minute: string; readonly second: string}
  readonly unitNames: Readonly<Record<string, string>>
  /** Words between a number and %, e.g. a space that does not break. */
  readonly percent: (number: string) => string
  readonly points: (number: string, amount: number) => string
  /** "Last 30 days", to be chosen. */
  readonly presetNames: Readonly<Record<PresetId, string>>
  /** "the last 30 complete days", beside the dates. */
  readonly presetSaid: Readonly<Record<PresetId, string>>
  /** How a trend goes on: "by month". */
  readonly byGrain: Readonly<Record<Grain, string>>
  /** "by week", to be chosen. */
  readonly grainNames: Readonly<Record<Grain, string>>
  readonly compareNames: Readonly<Record<Compare, string>>
  /** "vs previous month". */
  readonly versus: (compared: Compared) => string
  /** The period's name: "September 2026". */
  readonly period: (period: Period) => string
  /** With its preposition, to begin a sentence: "In September 2026". */
  readonly inPeriod: (period: Period) => string
  /** One or two short lines for an axis. */
  readonly tick: (period: Period) => readonly [string, string?]
  readonly date: (iso: string) => string
  readonly up: (amount: string) => string
  readonly down: (amount: string) => string
  readonly unchanged: string
  /** "on the previous month", after "up 12 %". */
  readonly onPrevious: (compared: Compared) => string
  /** "previous month: 0", where no per cent can be given. */
  readonly previousWas: (compared: Compared, value: string) => string
  /** A section's sentence: its period and what each figure was, already as HTML. */
  readonly sentence: (
    inPeriod: string,
    parts: readonly {readonly name: string; readonly value: string; readonly change?: string}[],
  ) => string
  readonly noPrevious: string
  readonly notOver: string
  readonly dataBegin: (date: string) => string
  readonly previousPartial: (date: string) => string
  readonly incomplete: string
  readonly unsettled: string
  readonly draft: string
  readonly deprecated: string
  readonly noValue: string
  readonly target: (min: string | undefined, max: string | undefined) => string
  readonly by: (dates: string) => string
  readonly evolution: string
  readonly definition: string
  readonly definitionAndData: string
  readonly dataAsTable: string
  readonly whereDefined: (ref: string, file: string) => string
  readonly fixed: string
  readonly fluctuates: (days: number) => string
  readonly skip: string
  readonly pages: string
  readonly presets: string
  readonly languages: string
  readonly sections: string
  readonly breadcrumbs: string
  readonly noDataYet: string
  readonly dataThrough: (date: string, time: string, zone: string) => string
  readonly version: string
  readonly definitionsIn: string
  readonly comparedWith: (period: string) => string
  readonly noPeriod: string
  readonly nothingInPeriod: (period: string) => string
  readonly nothingCounted: string
  readonly notDivisible: string
  readonly other: string
  readonly total: string
  readonly share: string
  readonly count: string
  readonly countAndShare: string
  readonly none: string
  /** A link to all rows of a list, as CSV. */
  readonly allRows: (count: string) => string
  readonly yes: string
  readonly no: string
  readonly periodColumn: string
  readonly stepColumn: string
  readonly slotColumn: string
  /** A section's sentence where none of its figures has a value. */
  readonly noFigures: (inPeriod: string) => string
  readonly trend: (name: string, from: string, fromPeriod: string, to: string, toPeriod: string) => string
  readonly lineFinding: (inPeriod: string, parts: readonly {readonly name: string; readonly value: string}[]) => string
  readonly lineExtremes: (name: string, high: string, highPeriod: string, low: string, lowPeriod: string) => string
  readonly histogramFinding: (slot: string, count: string, all: string, share: string) => string
  readonly histogramHalf: (slot: string) => string
  readonly donutFinding: (first: string, share: string, count: string, all: string) => string
  readonly donutTied: (first: string, second: string, share: string) => string
  readonly donutSecond: (second: string, share: string) => string
  readonly funnelFinding: (parts: readonly {readonly name: string; readonly value: string}[]) => string
  /** Of bars of one group: the highest and, where they differ, the lowest. */
  readonly barsFinding: (
    group: string,
    high: {readonly name: string; readonly text: string},
    low?: {readonly name: string; readonly text: string},
  ) => string
  /** `least`: only cells that rest on so many are compared. */
  readonly matrixFinding: (high: NamedCell, low: NamedCell, least?: string) => string
  readonly matrixKey: (total: string, least: string) => string
  /** What the two colours of a matrix are: better and worse, or only above and below. */
  readonly matrixColours: (judged: boolean) => string
  readonly scatterFinding: (y: string, high: NamedPoint, low?: NamedPoint) => string
  readonly scatterKey: (size: string) => string
  readonly unlabelled: string
  /** "y against x". */
  readonly against: (x: string, y: string) => string
  readonly slotShare: string
  readonly slotShareFinding: (name: string, high: string, most: string, low: string, least: string) => string
  readonly ownScales: string
  readonly rowsBy: string
  readonly pointsBy: string
  readonly figureColumn: string
  readonly dateColumn: string
  /** How many of a list's rows are shown. */
  readonly latestOf: (shown: string, all: string, more: boolean) => string
  readonly colon: string
  readonly targetMet: string
  readonly targetMissed: string
  readonly companion: string
  readonly hollow: string
  /** Of bars and slices whose figures are not the last word. */
  readonly pale: string
  /** Of an axis that does not begin at zero. */
  readonly axisFrom: (value: string) => string
  readonly dashed: string
  readonly greyMark: string
  readonly sortedBy: (column: string) => string
  readonly overview: string
  readonly figures: string
  readonly chooseLanguage: string
}
