import type {Kysely, Sql} from 'kysely'
import type {html, Markup} from '../html.ts'
import type {Refs, Texts} from '../pages.ts'
import type {Period} from '../periods.ts'

/**
 * A page that is written in TypeScript: the default export of `reports/pages/<id>.ts`. `R` and `M` are `Refs` and `Marts` of
 * `reports/types.ts`: a misspelt reference, mart or column does not compile.
 */
export interface CustomPage<R extends Refs, M> {
  readonly title: Texts
  readonly lead?: Texts
  /** The page that it follows in the menu; without one, it comes last. */
  readonly after?: string
  /** Draws it, in one language and for one period; called for each. What it throws stops the publication. */
  readonly render: (context: PageContext<R, M>) => Markup | Promise<Markup>
}

/** What a page is drawn with. */
export interface PageContext<R extends Refs, M> {
  /** The marts, for reading: dates and timestamps are texts (`2026-03-01`), counts numbers. */
  readonly db: Kysely<M>
  /** Kysely's, for expressions that it has no words for. */
  readonly sql: Sql
  /** A template of HTML: what stands in it is escaped, unless it is HTML already. */
  readonly html: typeof html
  readonly language: string
  /** A text in the page's language. */
  say(texts: Texts): string
  /** The period that the page shows, and the one that it is compared with. */
  readonly period: Period
  readonly previous?: Period
  /** The data's last instant, local: `2026-03-01T09:15:30`. */
  readonly dataEnd: string
  /** A section under a heading. */
  section(title: Texts, ...content: readonly (Markup | null)[]): Markup
  /** KPIs' cards, side by side. */
  cards(...refs: readonly R['kpi'][]): Markup
  /** Charts of the catalog, side by side. */
  charts(...refs: readonly R['chart'][]): Markup
  /** A table or list of the catalog. */
  table(ref: R['table']): Markup
  /** A table of the page's own. */
  rows(table: OwnTable): Markup
  /** A KPI's name. */
  name(ref: R['kpi']): string
  /** A figure as the KPI's cards write it; "–" for NULL. */
  value(ref: R['kpi'], value: number | null): string
  /** A family's name. */
  family(id: R['family']): string
  /** Days (local dates, the end excluded) in words: "March 2026". */
  days(start: string, end: string): string
  /** A date (`2026-03-01`) in words. */
  date(iso: string): string
  /** A dimension value's name: the catalog's or the model's. */
  label(dimension: R['dimension'], value: string): string
}

/** Cells are texts already, figures among them: see `value`. The first column heads the rows. */
export interface OwnTable {
  /** For those who hear it. */
  readonly name: Texts
  readonly columns: readonly {readonly name: Texts; readonly isNumber?: boolean}[]
  readonly rows: readonly (readonly string[])[]
}
