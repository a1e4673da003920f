import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {CATALOG_FILE} from './catalog.ts'

/** What a catalog calls its KPIs, and its charts and tables, in its order. */
export interface Refs {
  readonly kpis: readonly string[]
  readonly components: readonly string[]
}

/**
 * The references of a project's catalog by a look at its lines, for help and completion, which are asked at every keystroke: nothing is
 * parsed or checked. Those of a mapping written on one line are not seen; without a catalog there are none.
 */
export function readRefs(project?: string): Refs {
  let text: string
  try {
    text = readFileSync(join(resolve(project ?? '.'), CATALOG_FILE), 'utf8')
  } catch {
    return {kpis: [], components: []} // help and completion work everywhere
  }
  return {kpis: keysOf(text, 'kpis'), components: keysOf(text, 'components')}
}

/** The keys of a mapping at the top of a YAML text: lines that are indented like its first. */
function keysOf(text: string, section: string): string[] {
  const [, block = ''] =
    new RegExp(`^${section}:[ \\t]*(?:#.*)?\\n((?:[ \\t].*\\n?|#.*\\n?|\\n)*)`, 'm').exec(text) ?? []
  const indent = /^( +)[^\s#]/m.exec(block)?.[1]
  if (indent === undefined) return []
  return [...block.matchAll(new RegExp(`^${indent}(["']?)([^\\s#"':]+)\\1:`, 'gm'))].map(match => match[2]!)
}
