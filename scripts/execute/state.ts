import {PERIODS} from '../compile/nodes.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {openHistory} from './history.ts'

/** What a build database knows of itself: what each relation was built from. */
export interface State {
  readonly nodes: Map<string, string>
  readonly measures: Map<string, string>
  /** Of tables that are made of parts: by node and key. */
  readonly parts: Map<string, Map<string, string>>
  /** Fingerprint of the calendar's content; empty where there is none. */
  readonly calendar: string
  readonly sources: Map<string, {fingerprint: string; rows: number; endsAt: string | null; createdUntil: string | null}>
  /** Data tests that have run: what they ran on, and how many rows failed. */
  readonly tests: Map<string, {fingerprint: string; failing: number}>
}

interface SourceRow {
  readonly name: string
  readonly fingerprint: string
  readonly row_count: number
  readonly ends_at: string | null
  readonly created_until: string | null
}

/** Creates the schemas and the bookkeeping tables where they are missing, and reads them. */
export async function openState(database: Database): Promise<State> {
  for (const schema of ['meta', 'facts', 'marts']) await database.run(`create schema if not exists ${schema}`)
  await database.run(
    'create table if not exists meta.nodes (name varchar, relation varchar, kind varchar, fingerprint varchar)',
  )
  await database.run('create table if not exists meta.measures (measure varchar, fingerprint varchar)')
  await database.run('create table if not exists meta.parts (node varchar, part varchar, fingerprint varchar)')
  await database.run('create table if not exists meta.inputs (subject varchar, inputs varchar)')
  await database.run(
    'create table if not exists meta.sources (name varchar, fingerprint varchar, row_count bigint, ends_at timestamp)',
  )
  await database.run('alter table meta.sources add column if not exists created_until timestamp')
  await database.run(
    'create table if not exists meta.quarantine (source varchar, line bigint, raw_text varchar, reason varchar)',
  )
  await database.run('alter table meta.quarantine add column if not exists file varchar')
  await database.run('create table if not exists meta.tests (name varchar, fingerprint varchar, failing bigint)')
  await database.run(`create table if not exists meta.measure_values (
    measure varchar, grain varchar, period_start date, period_end date, dimension varchar, dimension_value varchar,
    numerator double, denominator double, value double, sample_size bigint)`)
  await openHistory(database)
  return readState(database)
}

/** Reads the bookkeeping of a built database, which may be open for reading only. */
export async function readState(database: Database): Promise<State> {
  const nodes = await database.rows<{name: string; fingerprint: string}>('select name, fingerprint from meta.nodes')
  const measures = await database.rows<{measure: string; fingerprint: string}>(
    'select measure, fingerprint from meta.measures',
  )
  const sources = await database.rows<SourceRow>(
    'select name, fingerprint, row_count, cast(ends_at as varchar) as ends_at, cast(created_until as varchar) as created_until from meta.sources',
  )
  const tests = await database.rows<{name: string; fingerprint: string; failing: number}>(
    'select name, fingerprint, failing from meta.tests',
  )
  const parts = await readParts(database)
  return {
    parts,
    calendar: await readCalendar(database),
    tests: new Map(tests.map(row => [row.name, {fingerprint: row.fingerprint, failing: row.failing}])),
    nodes: new Map(nodes.map(row => [row.name, row.fingerprint])),
    measures: new Map(measures.map(row => [row.measure, row.fingerprint])),
    sources: new Map(
      sources.map(row => [
        row.name,
        {fingerprint: row.fingerprint, rows: row.row_count, endsAt: row.ends_at, createdUntil: row.created_until},
      ]),
    ),
  }
}

/** The parts of tables that are made of them; none in a warehouse of an engine that did not know parts. */
async function readParts(database: Database): Promise<Map<string, Map<string, string>>> {
  const parts = new Map<string, Map<string, string>>()
  if (!(await hasTable(database, 'parts'))) return parts
  const rows = await database.rows<{node: string; part: string; fingerprint: string}>(
    'select node, part, fingerprint from meta.parts',
  )
  for (const {node, part, fingerprint} of rows) {
    if (!parts.has(node)) parts.set(node, new Map())
    parts.get(node)!.set(part, fingerprint)
  }
  return parts
}

/** Fingerprint of the calendar's content; empty where none is built. */
export async function readCalendar(database: Database): Promise<string> {
  if (!(await hasTable(database, PERIODS))) return ''
  const [row] = await database.rows<{print: string | null}>(
    `select md5(string_agg(concat_ws(' ', grain, period_start, period_end, is_complete), ',' order by grain, period_start)) as print
     from meta.${PERIODS}`,
  )
  return row!.print ?? 'empty'
}

/** What kind each built node is. */
export async function readKinds(database: Database): Promise<Map<string, string>> {
  const rows = await database.rows<{name: string; kind: string}>('select name, kind from meta.nodes')
  return new Map(rows.map(row => [row.name, row.kind]))
}

async function hasTable(database: Database, name: string): Promise<boolean> {
  const rows = await database.rows(
    'select table_name from duckdb_tables() where database_name = current_database() and schema_name = $schema and table_name = $name',
    {schema: 'meta', name},
  )
  return rows.length > 0
}

/** Statements that note a node as built; run them in the transaction that builds it. */
export function noteNode(name: string, relation: string, kind: string, fingerprint: string): string {
  return `delete from meta.nodes where name = ${literal(name)}; insert into meta.nodes values (${[name, relation, kind, fingerprint].map(literal).join(', ')})`
}

/** Statements that note measures as computed. */
export function noteMeasures(measures: readonly (readonly [string, string])[]): string {
  const ids = measures.map(([id]) => literal(id)).join(', ')
  const rows = measures.map(pair => `(${pair.map(literal).join(', ')})`).join(', ')
  return `delete from meta.measures where measure in (${ids}); insert into meta.measures values ${rows}`
}

/** Statements that note the parts of a node as computed, and forget those that it has no more. */
export function noteParts(node: string, parts: ReadonlyMap<string, string>): string {
  const rows = [...parts].map(([key, print]) => `(${[node, key, print].map(literal).join(', ')})`)
  const insert = rows.length === 0 ? '' : `; insert into meta.parts values ${rows.join(', ')}`
  return `delete from meta.parts where node = ${literal(node)}${insert}`
}

/** Statements that note a data test as run. */
export function noteTest(name: string, fingerprint: string, failing: number): string {
  return `delete from meta.tests where name = ${literal(name)}; insert into meta.tests values (${literal(name)}, ${literal(fingerprint)}, ${failing})`
}
