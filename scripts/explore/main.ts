import type {Engine} from '../browser/engine.ts'
import {type ProjectImage, projectOf} from '../browser/project.ts'
import type {Project} from '../compile/load.ts'
import type {Filters} from '../query/filters.ts'
import {AddressError, selectionOf, WHERE} from '../site/address.ts'
import {dataOf, pageView, siteContext, spokenIn} from '../site/context.ts'
import type {FigureRow} from '../site/figures.ts'
import {type SiteContent, type SiteImage, siteOf} from '../site/image.ts'
import {pageNeeds} from '../site/page-needs.ts'
import {lastDayOf} from '../site/periods.ts'
import {type PresetId, presetOf} from '../site/presets.ts'
import {type AnswerRow, questionsOf, timesOf} from '../site/questions.ts'
import {drawReport} from '../site/report.ts'
import {filterTexts} from '../site/texts/filters.ts'

/** What a page asks for. */
interface Request {
  readonly page: string
  /** None: a page without presets, of one value of a dimension. */
  readonly preset?: PresetId
  readonly entity?: string
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
 * Loads what the pages are made of. `show` then draws a page's report for dates and filters of the reader's choice, from the statements
 * that `kpi query` runs; the engine is loaded on first use. It throws an Error in the reader's words where the address can't be understood.
 */
async function open(progress: (at: {done: number; of: number}) => void) {
  for (const file of ['project.js', 'data/site.js']) await script(new URL(file, HERE).href)
  const {kpiProject, kpiSite} = globalThis as unknown as Loaded
  const project = projectOf(kpiProject)
  const site = siteOf(kpiSite)
  let engine: Promise<Engine> | undefined
  const loaded = async () => {
    await script(new URL('engine.js', HERE).href)
    return (globalThis as unknown as Loaded).kpiEngine.openEngine((done, of) => progress({done, of}))
  }
  return {
    show: (request: Request) => {
      const get = () => {
        engine ??= loaded().catch(error => {
          engine = undefined // the files may be there next time
          throw error
        })
        return engine
      }
      return show(request, get, project, site)
    },
  }
}

async function show(
  {page: id, preset: presetId, entity, language, search}: Request,
  engine: () => Promise<Engine>,
  project: Project,
  site: ReturnType<typeof siteOf>,
): Promise<string> {
  const {range, pages} = site
  const page = pages.find(each => each.id === id)!
  const selection = understood(search, presetId, entity, project, site, language)
  const needs = pageNeeds(project, page)
  const filters = entity === undefined ? selection.filters : narrowedTo(page.each!.dimension, entity, selection.filters)
  const preset = presetOf(selection, range)
  const opened = await engine()
  const figures: FigureRow[] = []
  for (const question of questionsOf(project, needs, timesOf([preset]), filters))
    figures.push(...question.read(await opened.again<AnswerRow>(question.sql, question.bindings)))
  const context = siteContext(project, {default: pages, dates: site.dates}, range, site)
  const data = dataOf(context, {figures, lists: new Map()})
  const view = pageView(context, spokenIn(context, language), data, {page: id, preset: presetId, search})
  return drawReport(view, page, preset).text
}

/** A page of one value is narrowed to it, whatever else is chosen. */
function narrowedTo(dimension: string, value: string, filters: Filters): Filters {
  return {...filters, where: new Map([...filters.where, [dimension, [value]]])}
}

function understood(
  search: string,
  preset: PresetId | undefined,
  entity: string | undefined,
  {catalog}: Project,
  {values, range}: Pick<SiteContent, 'values' | 'range'>,
  language: string,
) {
  try {
    const selection = selectionOf(search, preset)
    if (entity !== undefined && selection.from === undefined) throw new AddressError('from')
    // as the form's fields: what lies outside of the data has nothing to tell
    if (selection.from !== undefined && selection.from < range.firstDay) throw new AddressError('from')
    if (selection.to !== undefined && selection.to > lastDayOf(range)) throw new AddressError('to')
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
