import type {Engine} from '../browser/engine.ts'
import {type ProjectImage, projectOf} from '../browser/project.ts'
import {type SiteImage, siteOf} from '../site/image.ts'
import type {Answers} from './answers.ts'
import {prepare, type Reader, type Request, show} from './show.ts'

interface Loaded {
  readonly kpiProject: ProjectImage
  readonly kpiSite: SiteImage
  readonly kpiEngine: {openEngine(progress: (done: number, of: number) => void): Promise<Engine>}
}

/** Where this script lies; only while it is first run does the page know. */
const HERE = (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI

/**
 * Loads what the pages are made of. `show` then draws a page's report for dates and filters of the reader's choice, section by section,
 * from the statements that `kpi query` runs; the engine is loaded on first use. `prepare` has the answers ready for it, once the engine
 * is there. Both throw an Error in the reader's words where the address can't be understood.
 */
async function open(progress: (at: {done: number; of: number}) => void) {
  for (const file of ['project.js', 'data/site.js']) await script(new URL(file, HERE).href)
  const {kpiProject, kpiSite} = globalThis as unknown as Loaded
  const project = projectOf(kpiProject)
  const site = siteOf(kpiSite)
  let engine: Promise<Engine> | undefined
  const answers: Answers = new Map()
  const loaded = async () => {
    await script(new URL('engine.js', HERE).href)
    return (globalThis as unknown as Loaded).kpiEngine.openEngine((done, of) => progress({done, of}))
  }
  const get = () => {
    engine ??= loaded().catch(error => {
      engine = undefined // the files may be there next time
      throw error
    })
    return engine
  }
  const all = {engine: get, answers, project, site}
  return {
    show: (request: Request, reader: Reader) => show(request, reader, all),
    prepare: async (request: Request, waits: () => boolean) => {
      if (engine) await prepare(request, waits, all)
    },
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
