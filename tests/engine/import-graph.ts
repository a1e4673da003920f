import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'

/** File → the files it imports, all relative to one folder, with `/`. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

const IMPORT =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"]+)\1|^\s*import\s*(['"])([^'"]+)\3|\bimport\s*\(\s*(['"])([^'"]+)\5\s*\)/gm

/** The relative modules that a TypeScript text imports, statically, for types or dynamically; lines of comment are skipped. */
export function importsOf(text: string): string[] {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  return [...code.matchAll(IMPORT)]
    .map(match => (match[2] ?? match[4] ?? match[6])!)
    .filter(name => name.startsWith('.'))
}

/** Scans every `.ts` file under a folder. */
export function scanImports(folder: string): ImportGraph {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  const shown = (path: string) => relative(folder, path).replaceAll('\\', '/')
  return new Map(
    files.map(file => [
      shown(file),
      importsOf(readFileSync(file, 'utf8')).map(name => shown(join(dirname(file), name))),
    ]),
  )
}

/** Imports against the order of the rooms (a file's first folder); files outside any room may import anything, none them. */
export function wrongDirections(graph: ImportGraph, rooms: readonly string[]): string[] {
  const rank = (file: string) => (file.includes('/') ? rooms.indexOf(file.split('/')[0]!) : rooms.length)
  const faults: string[] = []
  for (const [file, imported] of graph) {
    if (rank(file) < 0) faults.push(`${file} is in no known room`)
    for (const target of imported) {
      if (!graph.has(target)) faults.push(`${file} imports ${target}, which does not exist`)
      else if (rank(target) > rank(file)) faults.push(`${file} imports ${target}`)
    }
  }
  return faults
}

/** A circle of imports, from a file back to itself, where there is one. */
export function importCycle(graph: ImportGraph): string[] | undefined {
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const target of graph.get(file) ?? []) {
      const cycle = visit(target, [...path, file])
      if (cycle) return cycle
    }
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, [])
    if (cycle) return cycle
  }
  return undefined
}
