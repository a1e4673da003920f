import {cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {parse} from 'yaml'
import {type BuildSummary, build} from '../../scripts/commands/build.ts'
import type {BuildEvent} from '../../scripts/execute/events.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {sharedBuild} from '../e2e/shared-build.ts'

const root = join(import.meta.dirname, '../..')
/** The second project: another subject, other facts, another time zone. */
export const LIBRARY = join(root, 'tests/projects/library')

/** A number as `expected.yml` writes it: plain, or as a fraction (`2/3`). */
export type Figure = number | string | null
/** `[value, sample_size, numerator, denominator]`; a number alone is value and sample size. */
export type Result = number | Figure[]
/** Period (or `first..last`) → what holds there. */
type ByPeriod<T> = Record<string, T>
export type ByGrain<T> = Record<string, Record<string, ByPeriod<T> | ByPeriod<Record<string, T>>>>

export interface Expected {
  data_end: string
  periods: Record<string, [string, string, number, number]>
  kpi_values: Record<string, ByGrain<Result> & {empty: Result}>
  settled: [string, string, string, string, string | null, boolean, boolean][]
  histograms: Record<
    string,
    ByGrain<Record<string, number>> & {unit: string; slots: [string, number | null, number | null][]}
  >
  component_values: [string, string, string, string, string | null, number, number][]
  family: {mart: string; columns: string[]; rows: (string | number | null)[][]}
  table: {mart: string; columns: string[]; rows: (string | number | null)[][]}
  branch_months: (string | number | null)[][]
  kpi_catalog: Record<string, [string, string, string, string, string[]]>
  kpi_catalog_details: Record<string, Record<string, unknown>>
  macros: {call: string; gives: [Figure, Figure, Figure, Figure]}[]
}

export function readExpected(): Expected {
  return parse(readFileSync(join(LIBRARY, 'expected.yml'), 'utf8')) as Expected
}

/** A temporary folder; remove it with the function that comes along. */
export function temporary(): {folder: string; remove: () => void} {
  const folder = mkdtempSync(join(tmpdir(), 'library-'))
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})}
}

/** A copy of the project that can be edited; it still reads the engine's own macros and templates. */
export function copyLibrary(folder: string): string {
  const project = join(folder, 'library')
  cpSync(LIBRARY, project, {recursive: true, filter: path => !path.startsWith(join(LIBRARY, 'target'))})
  editCatalog(project, text => text.replaceAll('../../..', relative(project, root)))
  return project
}

export function editCatalog(project: string, edit: (text: string) => string): void {
  const file = join(project, 'kpi-catalog.yml')
  const before = readFileSync(file, 'utf8')
  const after = edit(before)
  if (after === before) throw new Error('the edit changes nothing')
  writeFileSync(file, after)
}

export interface Built {
  readonly summary: BuildSummary
  readonly events: readonly BuildEvent[]
  /** Names of the nodes that the listener heard of. */
  readonly nodes: readonly string[]
  /** Measures computed, by group. */
  readonly measures: Readonly<Record<string, number>>
}

/** The library as it stands, built once for all files of tests. Gives the target, which is for reading only. */
export function builtLibrary(): Promise<string> {
  return sharedBuild('library', LIBRARY)
}

/** The same, to be built upon. */
export async function copyBuilt(target: string): Promise<void> {
  cpSync(await builtLibrary(), target, {recursive: true, verbatimSymlinks: true, preserveTimestamps: true})
}

export async function buildLibrary(project: string, target: string, sources?: string): Promise<Built> {
  const events: BuildEvent[] = []
  const options = {project, target, ...(sources === undefined ? {} : {sources})}
  const summary = await build(options, event => events.push(event))
  const nodes = events.filter(event => event.type === 'node')
  return {
    summary,
    events,
    nodes: nodes.map(node => node.name),
    measures: Object.fromEntries(
      nodes.flatMap(node => (node.measures === undefined ? [] : [[node.name, node.measures]])),
    ),
  }
}

/** Reads a published warehouse. */
export async function reading<T>(target: string, work: (database: Database) => Promise<T>): Promise<T> {
  const file = join(target, 'warehouse.duckdb')
  if (!existsSync(file)) throw new Error(`${file} was not published`)
  const database = await openDatabase(file, {access_mode: 'READ_ONLY', threads: '1'}) // a few rows are not worth sharing
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

export function number(figure: Figure | undefined): number | null {
  if (figure === null || figure === undefined) return null
  if (typeof figure === 'number') return figure
  const [above, below] = figure.split('/').map(Number)
  return above! / (below ?? 1)
}

/** As the marts have it: value, sample size, numerator, denominator. */
export function result(expected: Result): [number | null, number, number | null, number | null] {
  if (typeof expected === 'number') return [expected, expected, null, null]
  const [value, sample, numerator, denominator] = expected
  return [number(value), number(sample) ?? 0, number(numerator), number(denominator)]
}

/** Equal but for what binary fractions make of decimal ones. */
export function same(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b))
}

/** What is expected of one period, looked up by its first day in `{2026-03-07: …, 2026-03-08..2026-03-31: …}`. */
export function at<T>(periods: ByPeriod<T>, start: string): T | undefined {
  const key = Object.keys(periods).find(each => {
    const [first, last] = each.split('..')
    return first! <= start && start <= (last ?? first!)
  })
  return key === undefined ? undefined : periods[key]
}
