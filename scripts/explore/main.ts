import type {Engine} from '../browser/engine.ts'
import {type ProjectImage, projectOf} from '../browser/project.ts'
import type {Project} from '../compile/load.ts'
import {AddressError, selectionOf, WHERE} from '../site/address.ts'
import {siteData} from '../site/data.ts'
import type {FigureRow} from '../site/figures.ts'
import {formatsOf} from '../site/formats.ts'
import {type SiteImage, siteOf} from '../site/image.ts'
import {fileName} from '../site/navigation.ts'
import {needsOf} from '../site/needs.ts'
import {cardPlaces, pageRefs} from '../site/pages.ts'
import {type PresetId, presetOf} from '../site/presets.ts'
import {type AnswerRow, questionsOf, timesOf} from '../site/questions.ts'
import {drawReport} from '../site/report.ts'
import {filterTexts} from '../site/texts/filters.ts'
import {textsOf} from '../site/texts.ts'

/** What a page asks for. */
interface Request {
  readonly page: string
  readonly preset: string
  readonly language: string
  /** The address's question, `?from=…`. */
  readonly search: string
}

interface Loaded {
  readonly kpiProject: ProjectImage
  readonly kpiSite: SiteImage
  readonly kpiEngine: {openEngine(progress: (done: number, of: number) => void): Promise<Engine>}
}

/** Where this script lies; only while it is first run does the page know. */
const HERE = (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI

/**
 * Loads the engine and what the pages are made of. `show` then draws a page's report for dates and filters of the reader's choice, from
 * the statements that `kpi query` runs; it throws an Error in the reader's words where the address can't be understood.
 */
async function open(progress: (at: {done: number; of: number}) => void) {
  for (const file of ['data/project.js', 'data/site.js', 'engine.js']) await script(new URL(file, HERE).href)
  const {kpiProject, kpiSite, kpiEngine} = globalThis as unknown as Loaded
  const engine = await kpiEngine.openEngine((done, of) => progress({done, of}))
  const project = projectOf(kpiProject)
  const site = siteOf(kpiSite)
  return {show: (request: Request) => show(request, engine, project, site)}
}

async function show(
  {page: id, preset: presetId, language, search}: Request,
  engine: Engine,
  project: Project,
  site: ReturnType<typeof siteOf>,
): Promise<string> {
  const {range, pages, dates} = site
  const page = pages.find(each => each.id === id)!
  const selection = understood(search, presetId as PresetId, project, site.values, language)
  const preset = presetOf(selection, range)
  const needs = needsOf(project, pageRefs(page, project.catalog))
  const figures: FigureRow[] = []
  for (const question of questionsOf(project, needs, timesOf([preset]), selection.filters))
    figures.push(...question.read(await engine.rows<AnswerRow>(question.sql, question.bindings)))
  const data = siteData(project, {...site, figures, lists: new Map()}, range)
  const texts = textsOf(language)
  const cards = cardPlaces(pages, project)
  const view = {
    project,
    data,
    language,
    texts,
    formats: formatsOf(texts, project.catalog.currency),
    dates,
    range,
    cardAt: (ref: string) => {
      const place = cards(ref, id)
      if (place === undefined) return undefined
      return place === id ? `#${ref}` : `${fileName(place, presetId as PresetId)}${search}#${ref}`
    },
  }
  return drawReport(view, page, preset).text
}

function understood(
  search: string,
  preset: PresetId,
  {catalog}: Project,
  values: ReadonlyMap<string, readonly string[]>,
  language: string,
) {
  try {
    const selection = selectionOf(search, preset)
    for (const [dimension, chosen] of selection.filters.where) {
      const known = dimension in catalog.dimensions && chosen.every(value => values.get(dimension)?.includes(value))
      if (!known) throw new AddressError(`${WHERE}${dimension}=${chosen.join(',')}`)
    }
    return selection
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    throw Object.assign(new Error(filterTexts(language).wrongAddress(error.parameter)), {isSaid: true})
  }
}

function script(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script')
    element.src = source
    element.onload = () => resolve()
    element.onerror = () => reject(new Error(source))
    document.head.append(element)
  })
}

Object.assign(globalThis, {kpiExplorer: {open}})
