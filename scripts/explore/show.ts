import type {Engine} from '../browser/engine.ts'
import type {Project} from '../compile/load.ts'
import {dataOf, pageView, siteContext, spokenIn} from '../site/context.ts'
import type {SiteRows} from '../site/figures.ts'
import type {siteOf} from '../site/image.ts'
import {publishedLists} from '../site/lists.ts'
import {conditionNeeds, sectionNeeds} from '../site/page-needs.ts'
import {type Page, sectionRefs, sectionsOf} from '../site/pages.ts'
import {type PresetId, presetOf} from '../site/presets.ts'
import {drawPart, drawReport, isShown} from '../site/report.ts'
import {type Answers, asking, type Wanted} from './answers.ts'
import {narrowedTo, understood} from './understood.ts'

/** What a page asks for. */
export interface Request {
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

/** What of the report is there, as HTML: all of it, or some sections more. */
type Part =
  | {readonly whole: string}
  | {
      /** The period's line. */
      readonly line: string
      /** The places of all sections that are shown. */
      readonly places: readonly number[]
      readonly sections: readonly {readonly place: number; readonly section: string}[]
    }

/** Nothing more is wanted. */
const NOTHING: Wanted = {needs: [], lists: []}

/** Who asks for a report. */
export interface Reader {
  put(part: Part): void
  /** Whether what was asked for is still wanted. */
  waits(): boolean
}

/** How long the page may be busy before it shows what it has, and lets the reader scroll. */
const SLICE_MS = 40

/** What the pages are made of. */
export interface Loaded {
  engine(): Promise<Engine>
  readonly answers: Answers
  readonly project: Project
  readonly site: ReturnType<typeof siteOf>
}

/**
 * Draws a page's report for what is asked: the sections that the reader sees first, then the others. Throws an Error in the reader's
 * words where the address can't be understood.
 */
export async function show(request: Request, reader: Reader, loaded: Loaded): Promise<void> {
  const {project, site} = loaded
  const {page, preset, filters} = questionOf(request, loaded)
  const engine = await loaded.engine()
  const context = siteContext(project, {default: site.pages, dates: site.dates}, site.range, site)
  const spoken = spokenIn(context, request.language)
  const viewOf = (answered: Pick<SiteRows, 'figures' | 'lists'>) =>
    pageView(context, spoken, dataOf(context, answered), request)
  const whole = (view: ReturnType<typeof viewOf>) => reader.put({whole: drawReport(view, page, preset).text})
  if (!isShown(preset)) return whole(viewOf({figures: [], lists: new Map()}))

  const asked = asking(engine, {...loaded, preset, filters, waits: reader.waits})
  const view = async (wanted: Wanted) => viewOf(await asked(wanted))
  const batches = batchesOf(project, page, request.seen)
  let isDrawn = false
  let known = view(batches[0]!)
  for (const [i, {places}] of batches.entries()) {
    const shown = await known
    const askNext = once(() => {
      known = view(batches[i + 1] ?? NOTHING)
      known.catch(() => undefined) // told when its turn comes
    })
    let sections: {place: number; section: string}[] = []
    let since = performance.now()
    for (const place of places) {
      if (!reader.waits()) return
      const {line, places: all, section} = drawPart(shown, page, preset, place)
      if (section) sections.push({place, section: section.text})
      const isLast = place === places.at(-1)
      if (sections.length === 0 || (!isLast && performance.now() - since < SLICE_MS)) continue
      isDrawn = true
      reader.put({line: line.text, places: all, sections})
      askNext() // the engine works while the browser paints and the rest is drawn
      sections = []
      await painted()
      since = performance.now()
    }
    askNext()
  }
  const all = await known
  if (reader.waits() && !(isDrawn && all.data.hasData(preset.current))) whole(all)
}

/** Has the answers ready that `show` asks for, as long as the reader's choice stays as it is. Draws nothing. */
export async function prepare(request: Request, waits: () => boolean, loaded: Loaded): Promise<void> {
  const {page, preset, filters} = questionOf(request, loaded)
  if (!isShown(preset)) return
  const asked = asking(await loaded.engine(), {...loaded, preset, filters, waits})
  for (const batch of batchesOf(loaded.project, page, request.seen)) if (waits()) await asked(batch)
}

function questionOf({page: id, preset, entity, language, search}: Request, {project, site}: Loaded) {
  const page = site.pages.find(each => each.id === id)!
  const selection = understood(search, preset, entity, project, site, language)
  const filters = entity === undefined ? selection.filters : narrowedTo(page.each!.dimension, entity, selection.filters)
  return {page, preset: presetOf(selection, site.range), filters}
}

/** The places of the sections that the reader sees, then those of the others, and what they need. */
function batchesOf(project: Project, page: Page, seen: readonly number[]): (Wanted & {places: readonly number[]})[] {
  const sections = sectionsOf(page, project.catalog)
  // on a page of one value, only lists that can be narrowed to it
  const lists = publishedLists(project).filter(({dimensions}) => !page.each || dimensions.includes(page.each.dimension))
  return [true, false].map(isSeen => {
    const places = [...sections.keys()].filter(place => seen.includes(place) === isSeen)
    const batch = places.map(place => sections[place]!)
    const refs = new Set(batch.flatMap(section => sectionRefs(section, project.catalog)))
    return {
      places,
      needs: sectionNeeds(project, batch, conditionNeeds(project, page)),
      lists: lists.flatMap(({ref}) => (refs.has(ref) ? [ref] : [])),
    }
  })
}

/** Lets the browser show what is there, and the reader scroll, before the next is drawn. */
function painted(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve))
}

/** Called again, it does nothing. */
function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
  }
}
