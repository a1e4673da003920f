import {availableParallelism} from 'node:os'
import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import {projectScript} from '../../browser/project-image.ts'
import type {Project} from '../../compile/load.ts'
import {bundle, ROOT, recalled} from '../assets.ts'
import type {Drawing} from './language-pages.ts'
import type {ThreadData} from './thread.ts'

/** Fewer pages are drawn sooner than a thread starts. */
const MANY = 60

/** The pages of every language: language → files. Many pages are drawn by a thread, from an image of the project. */
export async function drawPages(project: Project, drawing: Drawing): Promise<Map<string, [string, string][]>> {
  const {languages} = project.catalog
  const count = languages.length * (drawing.presets.length * drawing.content.pages.length + drawing.entities.length)
  if (count < MANY || availableParallelism() < 2) {
    const {languagePages} = await import('./language-pages.ts') // the chart library takes a while to load
    return languagePages(project, drawing)
  }
  return inThread(await threadScript(), {project: projectScript(project), drawing})
}

let thread: Promise<string> | undefined

/** The script of the thread, the same for every project. */
export function threadScript(): Promise<string> {
  thread ??= recalled('thread', () => bundle(join(ROOT, 'scripts', 'site', 'drawing', 'thread.ts'), {platform: 'node'}))
  return thread
}

function inThread(code: string, workerData: ThreadData): Promise<Map<string, [string, string][]>> {
  return new Promise((resolve, reject) => {
    // many short-lived texts: a larger nursery spares the collector
    const worker = new Worker(code, {eval: true, workerData, resourceLimits: {maxYoungGenerationSizeMb: 128}})
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', status => reject(new Error(`the thread that draws pages ended with ${status}`)))
  })
}
