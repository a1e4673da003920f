import {isHidden} from '../catalog/catalog.ts'
import type {ComponentInput} from '../catalog/catalog-schema.ts'
import type {Kpi} from '../catalog/definitions.ts'
import type {Project} from '../compile/load.ts'
import type {SiteData} from './data.ts'
import type {Formats} from './formats.ts'
import {oneLine} from './one-line.ts'
import type {Texts} from './pages.ts'
import type {Period, Range} from './periods.ts'
import type {Preset} from './presets.ts'
import {isSettled, type Lasting} from './settled.ts'
import type {Curve} from './settling.ts'
import {privacyTexts} from './texts/privacy.ts'
import type {SiteTexts} from './texts/words.ts'

/** A preset whose data have a period to show. */
export type ShownPreset = Preset & {readonly current: Period}

/** What everything on one page is drawn with: the catalog, the data, one language, one preset. */
export interface View {
  readonly project: Project
  readonly data: SiteData
  readonly preset: ShownPreset
  readonly language: string
  readonly texts: SiteTexts
  readonly formats: Formats
  /** What dates a figure, in words, by column. */
  readonly dates: Readonly<Record<string, Texts>>
  readonly range: Range
  /** Where a KPI's card stands, seen from this page; none where the site has no card of it. */
  readonly cardAt: (ref: string) => string | undefined
  /** The page of a dimension's value; none where the site has none. */
  readonly pageAt: (dimension: string, value: string) => string | undefined
  /** How a KPI's totals settle; on pages of totals, where it was measured. */
  readonly curveOf?: (ref: string) => Curve | undefined
  /** Where all rows of a list lie as CSV; only pages of one value have them. */
  readonly allRowsAt?: (ref: string) => string
}

/** Whether what has ended may still change in a breakdown (`total` for none): it fluctuates, and its settling time has not passed. */
export function mayStillChange(view: View, lasting: Lasting, dimension: string): boolean {
  const {current} = view.preset
  return current.complete && !isSettled(lasting, dimension, current, view.range)
}

/** A text of the catalog in the page's language. */
export function say(view: Omit<View, 'preset'>, texts: Texts): string {
  return texts[view.language] ?? Object.values(texts)[0] ?? ''
}

export function kpiOf(view: View, ref: string): Kpi {
  return view.project.definitions.kpis.get(ref)!
}

export function componentOf<F extends ComponentInput['form']>(
  view: View,
  ref: string,
  form: F,
): Extract<ComponentInput, {form: F}> {
  const component = view.project.definitions.components.get(ref)
  if (component?.form !== form) throw new Error(`${ref} is no ${form}`)
  return component as Extract<ComponentInput, {form: F}>
}

export function dimensionName(view: Omit<View, 'preset'>, dimension: string): string {
  return say(view, view.project.catalog.dimensions[dimension]!.name)
}

/** A dimension value's name: the catalog's, the model's, or the value itself. */
export function labelOf(view: Omit<View, 'preset'>, dimension: string, value: string): string {
  if (value === '(none)') return view.texts.none
  if (isHidden(view.project.catalog, dimension))
    return privacyTexts(view.language).pseudonym(dimensionName(view, dimension), value)
  const named = view.project.catalog.dimensions[dimension]?.values?.[value]
  return named ? say(view, named) : oneLine(view.data.label(dimension, value) ?? value)
}

/** The dimension that a column of a model holds: as the model declares it, or by its name. */
export function dimensionOf({declarations, catalog}: Project, model: string, column: string): string | undefined {
  const declared = declarations.models.get(model)?.dimensions ?? {}
  const found = Object.entries(declared).find(([, each]) => each === column)?.[0]
  return found ?? (column in catalog.dimensions ? column : undefined)
}

/** What dates a KPI, in words: "request date"; the columns' names where the pages have no words for them. */
export function datesOf(view: View, kpi: Kpi): string {
  const columns = new Set(kpi.measures.flatMap(measure => measure.date ?? measure.enters ?? []))
  const words = [...columns].map(column => (view.dates[column] ? say(view, view.dates[column]) : column))
  return [...new Set(words)].join(' / ')
}
