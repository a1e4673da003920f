import {resolve} from 'node:path'

/** Where a command works: the project's folder, its outputs, and where its sources lie when not at their declared paths. */
export interface Place {
  /** Absolute. */
  readonly project: string
  readonly target: string
  readonly sources?: string
}

/** Resolves `--project`, `--target` and `--sources` against the current folder (`target/` defaults to the project's). */
export function settle(options: {project?: string; target?: string; sources?: string}): Place {
  const project = resolve(options.project ?? '.')
  return {
    project,
    target: options.target === undefined ? resolve(project, 'target') : resolve(options.target),
    ...(options.sources === undefined ? {} : {sources: resolve(options.sources)}),
  }
}
