import type {SiteRows} from './figures.ts'
import type {Page, PagesModule} from './pages.ts'
import type {Range} from './periods.ts'
import type {Curve} from './settling.ts'

/** What pages are made of besides figures. */
export interface SiteContent extends Pick<SiteRows, 'labels' | 'values' | 'attributes' | 'curves'> {
  readonly pages: readonly Page[]
  readonly dates: NonNullable<PagesModule['dates']>
  readonly range: Range
}

/** The same as JSON holds it: maps as entries. */
export interface SiteImage {
  readonly pages: SiteContent['pages']
  readonly dates: SiteContent['dates']
  readonly range: Range
  readonly labels: readonly Entry<readonly Entry<string>[]>[]
  readonly values: readonly Entry<readonly string[]>[]
  readonly attributes: readonly Entry<readonly Entry<Readonly<Record<string, string | null>>>[]>[]
  readonly curves: readonly Entry<Curve>[]
}

type Entry<V> = readonly [string, V]

/** A classic script that sets `globalThis.kpiSite`, for `siteOf`. */
export function siteScript({pages, dates, range, labels, values, attributes, curves}: SiteContent): string {
  const image: SiteImage = {
    pages,
    dates,
    range,
    labels: [...labels].map(([dimension, names]) => [dimension, [...names]]),
    values: [...values],
    attributes: [...attributes].map(([table, rows]) => [table, [...rows]]),
    curves: [...curves],
  }
  return `globalThis.kpiSite=${JSON.stringify(image).replaceAll('<', '\\u003c')}\n`
}

/** What a site's script holds. */
export function siteOf(image: SiteImage): SiteContent {
  return {
    ...image,
    labels: new Map(image.labels.map(([dimension, names]) => [dimension, new Map(names)])),
    values: new Map(image.values),
    attributes: new Map(image.attributes.map(([table, rows]) => [table, new Map(rows)])),
    curves: new Map(image.curves),
  }
}
