import {isHidden} from '../../catalog/catalog.ts'
import type {ComponentInput, KpiInput} from '../../catalog/catalog-schema.ts'
import type {Kpi} from '../../catalog/definitions.ts'
import type {Compiled} from '../../compile/project.ts'
import type {Formats} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import type {Page, Texts} from '../pages.ts'
import type {Restatement} from '../restatements.ts'
import {privacyTexts} from '../texts/privacy.ts'
import type {ReferenceTexts} from '../texts/reference-words.ts'
import type {SiteTexts} from '../texts/words.ts'
import {fileOf} from './more.ts'
import type {CalendarPeriod, ReferenceRows} from './rows.ts'

/** What all pages about the catalog are made from, whatever their language. */
export interface Reference {
  readonly compiled: Compiled
  readonly rows: ReferenceRows
  readonly pages: readonly Page[]
  /** What dates a figure, in words, by column. */
  readonly dates: Readonly<Record<string, Texts>>
  /** Named by a KPI or a chart → what names it, in the catalog's order. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** What versions published otherwise than those before them, the newest first. */
  readonly restatements: readonly Restatement[]
  /** KPI, chart or table → the pages that show it. */
  readonly shownOn: ReadonlyMap<string, readonly Page[]>
}

/** What everything on a page about the catalog is written with. */
export interface Sheet extends Reference {
  readonly language: string
  readonly texts: SiteTexts
  readonly words: ReferenceTexts
  readonly formats: Formats
  /** Names of periods that have been written before: every page names the same ones. */
  readonly named: Map<CalendarPeriod, string>
}

/** What the catalog says of a reference, whether KPI, chart or table. */
export function entryOf({compiled}: Reference, ref: string): KpiInput | ComponentInput {
  const {definitions} = compiled.project
  return definitions.kpis.get(ref)?.input ?? definitions.components.get(ref)!
}

/** A text of the catalog in the page's language. */
export function say({language}: Pick<Sheet, 'language'>, texts: Texts): string {
  return texts[language] ?? Object.values(texts)[0] ?? ''
}

export function nameOf(sheet: Sheet, ref: string): string {
  return say(sheet, entryOf(sheet, ref).name)
}

/** A link to a reference's page, from another such page: its name, and the reference itself. */
export function linkTo(sheet: Sheet, ref: string): Markup {
  return html`<a href="${fileOf(ref)}">${nameOf(sheet, ref)}</a> <span class="ref">${ref}</span>`
}

export function dimensionName(sheet: Sheet, dimension: string): string {
  return say(sheet, sheet.compiled.project.catalog.dimensions[dimension]!.name)
}

/** A dimension value's name: of people whose names are not shown a pseudonym, else the catalog's, the model's, or the value itself. */
export function labelOf(sheet: Sheet, dimension: string, value: string): string {
  const {catalog} = sheet.compiled.project
  if (value === '(none)') return sheet.texts.none
  if (isHidden(catalog, dimension))
    return privacyTexts(sheet.language).pseudonym(dimensionName(sheet, dimension), value)
  const named = catalog.dimensions[dimension]?.values?.[value]
  return named ? say(sheet, named) : (sheet.rows.labels.get(dimension)?.get(value) ?? value)
}

/** A period's name. */
export function periodName({texts, named}: Sheet, period: CalendarPeriod): string {
  const known = named.get(period)
  if (known !== undefined) return known
  const name = texts.period(period)
  named.set(period, name)
  return name
}

/** What dates a KPI: the columns, in words where the pages have them; a stock has none. */
export function anchorsOf(sheet: Sheet, kpi: Kpi): readonly {readonly column?: string; readonly words: string}[] {
  const columns = new Set(kpi.measures.map(measure => measure.date))
  return [...columns].map(column => {
    if (column === undefined) return {words: sheet.words.atStart}
    const words = sheet.dates[column]
    return {column, words: words ? say(sheet, words) : column}
  })
}
