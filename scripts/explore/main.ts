import type {Engine} from '../browser/engine.ts'
import {type ProjectImage, projectOf} from '../browser/project.ts'
import type {Project} from '../compile/load.ts'
import type {Filters} from '../query/filters.ts'
import {AddressError, selectionOf, WHERE} from '../site/address.ts'
import {dataOf, pageView, siteContext, spokenIn} from '../site/context.ts'
import type {FigureRow} from '../site/figures.ts'
import {type SiteContent, type SiteImage, siteOf} from '../site/image.ts'
import type {Need} from '../site/needs.ts'
import {conditionNeeds, sectionNeeds} from '../site/page-needs.ts'
import {sectionsOf} from '../site/pages.ts'
import {lastDayOf} from '../site/periods.ts'
import {type PresetId, presetOf} from '../site/presets.ts'
import {type AnswerRow, questionsOf, timesOf} from '../site/questions.ts'
import {drawPart, drawReport, isShown} from '../site/report.ts'
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
  /** Places of the sections that the reader sees: they come first. */
  readonly seen: readonly number[]
}

/** What of the report is there, as HTML: all of it, or one section more. */
type Part =
  | {readonly whole: string}
  | {
      /** The period's line. */
      readonly line: string
      /** The places of all sections that are shown. */
      readonly places: readonly number[]
      readonly place: number
      readonly section: string
    }

/** Takes a part; whether more are wanted. */
type Put = (part: Part) => boolean

interface Loaded {
  readonly kpiProject: ProjectImage
  readonly kpiSite: SiteImage
  readonly kpiEngine: {openEngine(progress: (done: number, of: number) => void): Promise<Engine>}
}

/** Where this script lies; only while it is first run does the page know. */
const HERE = (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI

/**
 * Loads what the pages are made of. `show` then draws a page's report for dates and filters of the reader's choice, section by section,
 * from the statements that `kpi query` runs; the engine is loaded on first use. It throws an Error in the reader's words where the
 * address can't be understood.
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
    show: (request: Request, put: Put) => {
      const get = () => {
        engine ??= loaded().catch(error => {
          engine = undefined // the files may be there next time
          throw error
        })
        return engine
      }
      return show(request, put, get, project, site)
    },
  }
}

async function show(
  {page: id, preset: presetId, entity, language, search, seen}: Request,
  put: Put,
  engine: () => Promise<Engine>,
  project: Project,
  site: ReturnType<typeof siteOf>,
): Promise<void> {
  const {range, pages} = site
  const page = pages.find(each => each.id === id)!
  const selection = understood(search, presetId, entity, project, site, language)
  const filters = entity === undefined ? selection.filters : narrowedTo(page.each!.dimension, entity, selection.filters)
  const preset = presetOf(selection, range)
  const opened = await engine()
  const figures: FigureRow[] = []
  const answered = new Set<string>()
  const ask = async (needs: readonly Need[]) => {
    const open = needs.filter(need => !answered.has(keyOf(need)))
    for (const question of questionsOf(project, open, timesOf([preset]), filters))
      figures.push(...question.read(await opened.again<AnswerRow>(question.sql, question.bindings)))
    for (const need of open) answered.add(keyOf(need)).add(keyOf({...need, over: 'now'}))
  }
  const context = siteContext(project, {default: pages, dates: site.dates}, range, site)
  const spoken = spokenIn(context, language)
  const view = () => {
    const data = dataOf(context, {figures, lists: new Map()})
    return pageView(context, spoken, data, {page: id, preset: presetId, search})
  }
  if (isShown(preset)) {
    const sections = sectionsOf(page, project.catalog)
    const all = [...sections.keys()]
    let isDrawn = false
    for (const places of [all.filter(place => seen.includes(place)), all.filter(place => !seen.includes(place))]) {
      const batch = places.map(place => sections[place]!)
      await ask(sectionNeeds(project, batch, conditionNeeds(project, page)))
      const known = view()
      for (const place of places) {
        const {line, places, section} = drawPart(known, page, preset, place)
        if (!section) continue
        isDrawn = true
        if (!put({line: line.text, places, place, section: section.text})) return
        await painted()
      }
    }
    if (isDrawn && view().data.hasData(preset.current)) return
  }
  put({whole: drawReport(view(), page, preset).text})
}

const keyOf = ({figure, by, over}: Need) => `${figure.ref} ${by ?? ''} ${over}`

/** Lets the browser show what is there, and the reader scroll, before the next is drawn. */
function painted(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
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
