import type {Additivity} from '../../catalog/definitions.ts'

/** The words of the pages of KPIs, their index and the search, in one language. */
export interface ReferenceTexts {
  /** The index of everything that the catalog defines, as a link and a title. */
  readonly index: string
  readonly indexLead: (kpis: string, others: string) => string
  /** Which month the figures of the index are of. */
  readonly indexFigures: (month: string) => string
  readonly families: string
  readonly search: string
  readonly searchLabel: string
  readonly searchHint: string
  /** How many entries match, out of how many; for the script, which fills in the numbers. */
  readonly found: (count: string, of: string) => string
  readonly nothingFound: string
  readonly charts: string
  readonly latest: (period: string) => string
  readonly forms: Readonly<Record<string, string>>
  readonly statuses: Readonly<Record<string, string>>
  /** The references that something had before. */
  readonly formerly: string
  readonly deprecatedSince: (date: string) => string
  /** Before a link. */
  readonly useInstead: string
  readonly otherLanguages: string

  readonly definition: string
  readonly reference: string
  readonly family: string
  readonly owner: string
  readonly tags: string
  readonly status: string
  readonly unit: string
  readonly better: Readonly<Record<'higher' | 'lower', string>>
  readonly datedBy: string
  /** A stock has no date of its own. */
  readonly atStart: string
  readonly promise: string
  readonly fixed: string
  readonly fixedBut: (dimensions: string) => string
  readonly fluctuates: string
  readonly settles: (days: number) => string
  readonly additivity: string
  readonly additivities: Readonly<Record<Additivity, string>>
  readonly dimensions: string
  readonly noDimensions: string
  readonly notBy: string
  readonly everyFilter: string
  readonly timeOfDay: string
  readonly weekdays: string
  readonly target: string
  readonly companion: string
  readonly note: string
  readonly inSql: string
  readonly definedIn: string

  readonly formula: string
  /** The parts of a formula, each under its name. */
  readonly parts: string
  readonly dividedBy: string
  /** Keys of a definition. */
  readonly keys: Readonly<Record<string, string>>
  readonly rows: string
  readonly entities: string

  readonly history: string
  readonly historyBy: string
  readonly historyGrains: Readonly<Record<string, string>>
  readonly value: string
  readonly numerator: string
  readonly denominator: string
  readonly sample: string
  readonly csv: string
  readonly csvHolds: (months: string, quarters: string, years: string) => string
  readonly noHistory: string
  /** Under a chart with fewer than two whole periods. */
  readonly noTrend: string
  /** What the chart of the history says. */
  readonly historyFinding: (first: string, from: string, last: string, to: string) => string
  readonly historyExtremes: (high: string, highPeriod: string, low: string, lowPeriod: string) => string

  readonly breakdowns: string
  readonly breakdownsLead: (period: string) => string
  readonly restOf: (count: string) => string
  readonly noValues: string

  readonly targets: string
  readonly targetsLead: (period: string) => string
  readonly verdict: string

  readonly use: string
  readonly dependsOn: string
  readonly usedBy: string
  readonly standsIn: string
  readonly shownOn: string
  readonly unused: string
  readonly shows: string

  readonly lineage: string
  readonly lineageLead: string
  /** Headings of the picture's columns, in order of `LAYERS`. */
  readonly layers: Readonly<Record<string, string>>
  readonly lineageList: string

  readonly sql: string
  readonly sqlLead: (command: string) => string
  readonly placeholders: Readonly<Record<'period_starts' | 'period_ends', string>>
  readonly copy: string
  readonly copied: string

  readonly checks: string
  readonly examples: string
  readonly noExamples: string
  readonly notRun: string
  readonly exampleStates: Readonly<Record<'passed' | 'failed' | 'not-run', string>>
  readonly given: string
  readonly givenRows: (source: string, count: string) => string
  readonly expected: string
  readonly nothing: string
  readonly moreRows: (count: string) => string
  readonly dataTests: string
  readonly dataTestsLead: (facts: string) => string
  readonly test: string
  readonly rule: string
  readonly result: string
  readonly testStates: Readonly<Record<'passed' | 'tolerated' | 'warned' | 'not-run', string>>
  readonly failing: (count: number, text: string) => string
}
