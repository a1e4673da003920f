import {type Database, literal} from '../sql/duckdb.ts'

/** What a build database knows of itself: what each relation was built from. */
export interface State {
  readonly nodes: Map<string, string>
  readonly measures: Map<string, string>
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
  return {
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

/** Statements that note a data test as run. */
export function noteTest(name: string, fingerprint: string, failing: number): string {
  return `delete from meta.tests where name = ${literal(name)}; insert into meta.tests values (${literal(name)}, ${literal(fingerprint)}, ${failing})`
}
