import type {Project} from '../../compile/load.ts'
import type {Sample} from '../../core/settings.ts'
import {dataOf, type SiteContext, type Spoken, siteContext, spokenIn} from '../context.ts'
import type {SiteRows} from '../figures.ts'
import type {SiteContent} from '../image.ts'
import {redirect} from '../layout.ts'
import type {Preset} from '../presets.ts'
import type {Entity} from '../read-entities.ts'
import {textsOf} from '../texts.ts'
import type {Theme} from '../theme/theme.ts'
import {pageWriter, type SharedFrame} from '../write-pages.ts'

/** Everything that a site's pages are drawn from, besides the project: data only, so that it can be handed to another thread. */
export interface Drawing {
  readonly content: SiteContent
  readonly answered: Pick<SiteRows, 'figures' | 'lists'>
  readonly presets: readonly Preset[]
  readonly entities: readonly Omit<Entity, 'files'>[]
  /** Ids of pages that are drawn elsewhere. */
  readonly without: readonly string[]
  readonly isExact: boolean
  readonly theme: Theme
  readonly version: string
  /** The data's last instant, UTC; empty where there is none. */
  readonly dataEnd: string
  /** The part of the data that the figures rest on; none where on all. */
  readonly sample?: Sample
}

/** What the pages of all languages share. */
export function drawingContext(project: Project, {content, answered}: Drawing) {
  const {pages, dates, range} = content
  const context: SiteContext = siteContext(project, {default: pages, dates}, range, content)
  return {context, data: dataOf(context, answered)}
}

/** What one language's pages are drawn with. */
export function drawingTools({context}: ReturnType<typeof drawingContext>, drawing: Drawing, language: string) {
  const {content, version, dataEnd, theme, isExact} = drawing
  const {pages} = content
  const {project} = context
  const spoken: Spoken = spokenIn(context, language)
  const {texts, formats} = spoken
  const {languages, timezone, currency} = project.catalog
  // sources without rows have no last instant
  const end = dataEnd === '' ? undefined : formats.instant(dataEnd, timezone)
  const shared: SharedFrame = {
    language,
    languages: languages.map(code => ({code, name: textsOf(code).language})),
    texts,
    pages: pages.filter(page => !page.each).map(({id, title}) => ({id, title: title[language]!})),
    dataThrough: end === undefined ? texts.noDataYet : texts.dataThrough(end.date, end.time, timezone),
    version,
    currency,
    theme,
    ...(drawing.sample ? {sample: drawing.sample} : {}),
  }
  return {shared, writer: pageWriter(context, spoken, shared, isExact)}
}

/** The pages of all languages: language → name of each file in its folder, and its text. */
export function languagePages(project: Project, drawing: Drawing): Map<string, [string, string][]> {
  const context = drawingContext(project, drawing)
  return new Map(project.catalog.languages.map(language => [language, pagesIn(context, drawing, language)]))
}

function pagesIn(context: ReturnType<typeof drawingContext>, drawing: Drawing, language: string): [string, string][] {
  const {presets, entities, without, content} = drawing
  const {shared, writer} = drawingTools(context, drawing, language)
  const {data} = context
  const [first] = shared.pages
  const files: [string, string][] = [['index.html', redirect(language, first!.title, first!.id)]]
  for (const preset of presets) {
    for (const page of content.pages) {
      if (page.each || without.includes(page.id)) continue
      const {file, text} = writer.preset(page, preset, data)
      files.push([file, text])
    }
  }
  for (const {page: id, value, since, ...answered} of entities) {
    const page = content.pages.find(each => each.id === id)!
    const {file, text} = writer.entity(page, value, since, answered)
    files.push([file, text])
  }
  return files
}
