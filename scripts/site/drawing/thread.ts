import {runInThisContext} from 'node:vm'
import {parentPort, workerData} from 'node:worker_threads'
import {type ProjectImage, projectOf} from '../../browser/project.ts'
import {type Drawing, languagePages} from './language-pages.ts'

/** What a thread is given. */
export interface ThreadData {
  /** The script that carries the project's image, as browsers load it. */
  readonly project: string
  readonly drawing: Drawing
}

// the entry of a thread that draws all languages' pages
const {project, drawing} = workerData as ThreadData
runInThisContext(project)
const {kpiProject} = globalThis as unknown as {kpiProject: ProjectImage}
const known = projectOf(kpiProject)
parentPort!.postMessage(languagePages(known, drawing))
