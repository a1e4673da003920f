// Dates and filters of the reader's choice. The engine is loaded on first use; what is chosen stands in the address. Whatever
// goes wrong, the page keeps its preset.
import {keepHeights, type Part, putSections, seenSections} from './sections.ts'

interface Explorer {
  /** The report for an address's question, as HTML, in parts, as long as the reader waits for them. */
  show(request: Request, reader: {put(part: Part): void; waits(): boolean}): Promise<void>
  /** Has the answers ready, if the engine is there, as long as they are waited for. */
  prepare(request: Request, waits: () => boolean): Promise<void>
}

interface Request extends Readonly<Record<'page' | 'language' | 'search', string>> {
  readonly preset?: string
  readonly entity?: string
  /** Places of the sections that come first. */
  readonly seen: readonly number[]
}

interface Progress {
  readonly done: number
  readonly of: number
}

declare global {
  var kpiExplorer: {open(progress: (at: Progress) => void): Promise<Explorer>} | undefined
}

const MEGA = 1_000_000
let explorer: Promise<Explorer> | undefined
let turn = 0
let turnOfForm = 0
/** A reader who pauses for so long may have finished choosing. */
const PAUSE_MS = 150

/** Connects the form, the address and the report. `enhance` is called for what is inserted. */
export function explore(enhance: (root: ParentNode) => void): void {
  const chooser = document.querySelector<HTMLDetailsElement>('.chooser')
  const report = document.querySelector<HTMLElement>('#report')
  const status = document.querySelector<HTMLElement>('.status')
  const form = chooser?.querySelector('form')
  if (!chooser || !report || !status || !form) return
  const preset = report.innerHTML
  const words = status.dataset
  chooser.hidden = false

  const say = (text: string, failed = false, at?: Progress) => {
    const [line, bar] = [status.querySelector('span')!, status.querySelector('progress')!]
    status.hidden = text === ''
    status.classList.toggle('failed', failed)
    line.textContent = text
    bar.hidden = !at
    if (at) {
      bar.max = at.of
      bar.value = at.done
    }
  }
  const put = (content: string) => {
    report.innerHTML = content
    enhance(report)
  }
  const putPart = (part: Part) => ('whole' in part ? put(part.whole) : putSections(report, part).forEach(enhance))

  async function follow(): Promise<void> {
    const mine = ++turn
    const {search} = location
    fill(form!, search)
    countChosen(chooser!)
    carry(search)
    if (![...new URLSearchParams(search).keys()].some(name => name !== 'show')) {
      say('')
      report!.removeAttribute('aria-busy')
      return put(preset)
    }
    keepHeights(report!)
    report!.setAttribute('aria-busy', 'true')
    say(words.calculating!)
    try {
      explorer ??= load(at => {
        const write = (bytes: number) =>
          (bytes / MEGA).toLocaleString(document.documentElement.lang, {maximumFractionDigits: 1})
        say(words.loading!.replace('{done}', write(at.done)).replace('{of}', write(at.of)), false, at)
      })
      const opened = await explorer
      if (mine !== turn) return
      say(words.calculating!)
      const request = asked(report!, search)
      for (const section of report!.querySelectorAll('[data-section]')) section.setAttribute('aria-busy', 'true')
      const waits = () => mine === turn
      await opened.show(request, {put: part => waits() && putPart(part), waits})
      if (mine !== turn) return
      say('')
    } catch (error) {
      if (mine !== turn) return
      put(preset)
      const {message, isSaid} = error as Error & {isSaid?: boolean}
      say(isSaid ? message : words.failed!.replace('{reason}', message), true)
      if (!globalThis.kpiExplorer) explorer = undefined // the file may be there next time
    } finally {
      if (mine === turn) report!.removeAttribute('aria-busy')
    }
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    history.pushState(null, '', `${location.pathname}${question(form, Boolean(report.dataset.preset))}`)
    follow()
  })
  form.addEventListener('reset', event => {
    event.preventDefault()
    history.pushState(null, '', location.pathname)
    follow()
  })
  form.addEventListener('change', () => {
    countChosen(chooser)
    const mine = ++turnOfForm
    // a reader who has chosen something will ask for it
    setTimeout(async () => {
      const opened = await explorer?.catch(() => undefined)
      const before = turn
      const waits = () => mine === turnOfForm && turn === before
      const search = question(form, Boolean(report.dataset.preset))
      if (search && waits()) await opened?.prepare(asked(report, search), waits).catch(() => undefined) // told when it is asked for
    }, PAUSE_MS)
  })
  addEventListener('popstate', () => follow())
  if (location.search) follow()
}

function asked(report: HTMLElement, search: string): Request {
  const {page = '', preset, entity} = report.dataset
  return {
    page,
    ...(preset ? {preset} : {}),
    ...(entity === undefined ? {} : {entity}),
    language: document.documentElement.lang,
    search,
    seen: seenSections(report),
  }
}

function load(progress: (at: Progress) => void): Promise<Explorer> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = '../assets/explore.js'
    script.onload = () => globalThis.kpiExplorer!.open(progress).then(resolve, reject)
    script.onerror = () => reject(new Error(script.src))
    document.head.append(script)
  })
}

/** The form's fields as an address: without what is empty, and without dates where they are the preset's. */
function question(form: HTMLFormElement, hasPreset: boolean): string {
  const given = new URLSearchParams()
  const dates = [...form.querySelectorAll<HTMLInputElement>('input[type=date]')]
  // a page without presets always says its dates
  const areOwn = dates.some(each => each.value !== each.dataset.preset) || !hasPreset
  for (const [name, value] of new FormData(form)) {
    const isDate = name === 'from' || name === 'to'
    if (value !== '' && (!isDate || areOwn)) given.append(name, String(value))
  }
  const shown = new URLSearchParams(location.search).get('show')
  if (shown !== null) given.append('show', shown)
  const text = given.toString().replaceAll('%2C', ',')
  return text && `?${text}`
}

/** Sets the form's fields as an address says. */
function fill(form: HTMLFormElement, search: string): void {
  const given = new URLSearchParams(search)
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox')
      field.checked = given.getAll(field.name).includes(field.value)
    else field.value = given.get(field.name) ?? field.dataset.preset ?? ''
  }
}

/** How many values are chosen, beside each dimension and in all. */
function countChosen(chooser: HTMLElement): void {
  let all = 0
  const write = (place: Element | null | undefined, count: number) => {
    if (!(place instanceof HTMLElement)) return
    place.hidden = count === 0
    place.textContent = ` (${count})`
  }
  for (const values of chooser.querySelectorAll('.values')) {
    const count = values.querySelectorAll(':checked').length
    all += count
    write(values.querySelector('.count'), count)
  }
  write(chooser.querySelector('summary > .count'), all)
}

/** The other pages, languages and presets are opened with the same filters; a preset with its own dates, and none is marked beside others. */
function carry(search: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.pages a, .languages a, .presets a')) {
    const given = new URLSearchParams(search)
    if (link.closest('.presets')) {
      if (link.hasAttribute('aria-current')) link.dataset.here = ''
      if (link.dataset.here !== undefined && given.has('from')) link.removeAttribute('aria-current')
      else if (link.dataset.here !== undefined) link.setAttribute('aria-current', 'page')
      for (const name of ['from', 'to', 'grain']) given.delete(name)
    }
    link.search = given.toString()
  }
}
