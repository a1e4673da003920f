import type {Project} from '../compile/load.ts'
import {type SiteData, siteData} from './data.ts'
import type {SiteRows} from './figures.ts'
import {type Formats, formatsOf} from './formats.ts'
import {entityFile, fileName} from './navigation.ts'
import {cardPlaces, type Page, type PagesModule} from './pages.ts'
import type {Range} from './periods.ts'
import type {PresetId} from './presets.ts'
import type {SiteTexts} from './texts/words.ts'
import {textsOf} from './texts.ts'
import type {View} from './view.ts'

/** What all pages of a site share. */
export interface SiteContext {
  readonly project: Project
  readonly pages: readonly Page[]
  readonly dates: NonNullable<PagesModule['dates']>
  readonly range: Range
  readonly rows: Omit<SiteRows, 'figures' | 'lists'>
  /** Where a KPI's card stands, seen from a page: the id of a page. */
  readonly cardPlace: (ref: string, here: string) => string | undefined
}

/** What the pages of one language share. */
export interface Spoken {
  readonly language: string
  readonly texts: SiteTexts
  readonly formats: Formats
}

/** Everything shared, made once. */
export function siteContext(
  project: Project,
  {default: pages, dates = {}}: PagesModule,
  range: Range,
  rows: SiteContext['rows'],
): SiteContext {
  return {project, pages, dates, range, rows, cardPlace: cardPlaces(pages, project)}
}

/** One language's words and numbers. */
export function spokenIn({project}: SiteContext, language: string): Spoken {
  const texts = textsOf(language)
  return {language, texts, formats: formatsOf(texts, project.catalog.currency)}
}

/** Figures and lists, to be drawn with. */
export function dataOf({project, rows, range}: SiteContext, answered: Pick<SiteRows, 'figures' | 'lists'>): SiteData {
  return siteData(project, {...rows, ...answered}, range)
}

/** What a page of a preset is drawn with, but for the preset; `search` is added to links. */
export function pageView(
  context: SiteContext,
  spoken: Spoken,
  data: SiteData,
  {
    page,
    preset,
    search = '',
  }: {readonly page: string; readonly preset?: PresetId | undefined; readonly search?: string},
): Omit<View, 'preset'> {
  const {project, pages, dates, range, rows, cardPlace} = context
  const isOfOne = pages.some(each => each.id === page && each.each)
  const entities = new Map(pages.flatMap(each => (each.each ? [[each.each.dimension, each.id] as const] : [])))
  return {
    project,
    data,
    ...spoken,
    dates,
    range,
    ...(isOfOne ? {} : {curveOf: (ref: string) => rows.curves.get(ref)}),
    cardAt: ref => {
      const place = cardPlace(ref, page)
      if (place === undefined) return undefined
      return place === page ? `#${ref}` : `${fileName(place, preset)}${search}#${ref}`
    },
    pageAt: (dimension, value) => {
      const id = entities.get(dimension)
      const exists = id !== undefined && rows.values.get(dimension)?.includes(value)
      return exists ? entityFile(id, value) : undefined
    },
  }
}
