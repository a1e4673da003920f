/** The words of the page about the data, in one language. */
export interface QualityTexts {
  readonly title: string
  readonly lead: string
  readonly tests: string
  readonly testsLead: (count: string) => string
  readonly allPassed: string
  readonly found: string
  readonly passed: (count: string) => string
  readonly notRun: (count: string) => string
  readonly severity: string
  readonly severities: Readonly<Record<'error' | 'warn', string>>
  readonly sources: string
  readonly sourcesLead: (end: string) => string
  readonly source: string
  readonly rows: string
  readonly latest: string
  readonly age: string
  readonly noHistory: string
  readonly setAside: string
  readonly setAsideLead: string
  readonly nothingSetAside: string
  readonly reason: string
  readonly reasons: Readonly<Record<'empty' | 'type' | 'shape', (column: string, type: string) => string>>
  readonly calendar: string
  readonly calendarText: (first: string, last: string, days: string, months: string) => string
  readonly calendarSet: string
  readonly calendarFromData: string
  readonly noCalendar: string
  readonly examples: string
  readonly examplesLead: string
  readonly kind: string
  readonly goldenExamples: string
  readonly unitTests: string
  readonly states: Readonly<Record<'passed' | 'failed' | 'not-run', string>>
}
