import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {TestProject} from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for what one file of tests makes and others read. */
    readonly shared: string
  }
}

const SHARED = Symbol.for('kpi.shared')

/** Makes the folder that all files of a run share, whichever project of the run they belong to, and removes it after the last. */
export default function setup(project: TestProject): () => void {
  const all = globalThis as {[SHARED]?: string}
  all[SHARED] ??= mkdtempSync(join(tmpdir(), 'kpi-shared-'))
  const folder = all[SHARED]
  project.provide('shared', folder)
  return () => rmSync(folder, {recursive: true, force: true})
}
