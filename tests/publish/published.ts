import {createHash} from 'node:crypto'
import {existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync} from 'node:fs'
import {basename, dirname, join, relative} from 'node:path'
import {expect} from 'vitest'
import {type Database, literal, openDatabase} from '../../scripts/sql/duckdb.ts'

/** Every file under a folder, relative to it, in order. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

/** Each file of a folder with the SHA-256 of its contents, or of what is made of them. */
export function hashes(
  folder: string,
  made = (_: string, bytes: Buffer): Buffer | string => bytes,
): Record<string, string> {
  const root = realpathSync(folder)
  return Object.fromEntries(
    filesOf(root).map(file => [
      file,
      createHash('sha256')
        .update(made(file, readFileSync(join(root, file))))
        .digest('hex'),
    ]),
  )
}

/** Where pages tell of earlier versions: the page about the data, and those of KPIs. */
const RESTATED = /<section id="restatements">.*?<\/section>|<span class="restated">.*?<\/span>/gs

/** A file without what it says of the versions before it. */
function withoutHistory(file: string, bytes: Buffer): Buffer | string {
  if (file.endsWith('kpi_restatements.parquet')) return ''
  return file.endsWith('.html') ? bytes.toString().replaceAll(RESTATED, '') : bytes
}

/** What a target has published: the link, and every byte behind it. */
export function published(target: string) {
  return {version: readlinkSync(join(target, 'current')), files: hashes(join(target, 'current'))}
}

/** Names of the facts and marts, as `schema.name`. */
async function tablesOf(database: Database, catalog: string): Promise<string[]> {
  const rows = await database.rows<{name: string}>(
    `select schema_name || '.' || table_name as name from duckdb_tables()
     where database_name = '${catalog}' and schema_name in ('facts', 'marts') order by name`,
  )
  return rows.map(row => row.name)
}

async function differing(database: Database, left: string, right: string): Promise<number> {
  const [row] = await database.rows<{n: number}>(
    `select count(*) as n from ((from ${left} except all from ${right}) union all (from ${right} except all from ${left}))`,
  )
  return row!.n
}

/**
 * What is published is whole and of one version: the fixed paths lead to it, the warehouse opens, every fact and mart in it is in its
 * Parquet file row by row, and the site says the version that `version.json` says. Gives the version and the data's variant.
 */
export async function expectWhole(target: string): Promise<{version: string; variant: number}> {
  const folder = realpathSync(join(target, 'current'))
  const note = JSON.parse(readFileSync(join(folder, 'version.json'), 'utf8')) as {version: string}
  expect(dirname(folder)).toBe(join(realpathSync(target), 'versions'))
  expect(basename(folder).replace(/-\d+$/, '')).toBe(note.version.replace(/-\d+$/, '')) // a mended one has a number
  for (const entry of ['warehouse.duckdb', 'parquet', 'site']) {
    expect(lstatSync(join(target, entry)).isSymbolicLink(), entry).toBe(true)
    expect(realpathSync(join(target, entry)), entry).toBe(join(folder, entry))
  }
  expect(existsSync(join(folder, 'warehouse.duckdb.wal'))).toBe(false)

  const database = await openDatabase(join(target, 'warehouse.duckdb'), {access_mode: 'READ_ONLY'})
  try {
    const tables = await tablesOf(database, 'warehouse')
    expect(tables).toContain('marts.kpi_values')
    expect(filesOf(join(folder, 'parquet'))).toEqual(tables.map(name => `${name.replace('.', '/')}.parquet`))
    for (const name of tables) {
      const file = join(target, 'parquet', `${name.replace('.', '/')}.parquet`)
      expect(await differing(database, `warehouse.${name}`, literal(file)), name).toBe(0)
    }
    const [row] = await database.rows<{n: number}>('select count(*) as n from marts.kpi_values')
    expect(row!.n).toBeGreaterThan(0)

    const site = join(target, 'site')
    expect(existsSync(join(site, 'index.html'))).toBe(true)
    const pages = filesOf(site).filter(file => /^\w+\/.*\.html$/.test(file) && !file.endsWith('/index.html'))
    expect(pages.length).toBeGreaterThan(0)
    for (const page of pages) expect(readFileSync(join(site, page), 'utf8').includes(note.version), page).toBe(true)
    return {version: note.version, variant: await variantOf(database)}
  } finally {
    database.close()
  }
}

/** The variant of the data (see `writeVariant`) that a warehouse was built from. */
async function variantOf(database: Database): Promise<number> {
  const tables = await tablesOf(database, 'warehouse')
  const variant = tables.includes('facts.fct_loans')
    ? 'select max(renewals) as variant from facts.fct_loans'
    : 'select cast(max(fee) as integer) as variant from facts.fct_tickets'
  const [row] = await database.rows<{variant: number}>(variant)
  return row!.variant
}

/** Two targets have published the same: version, rows of every fact and mart, bytes of Parquet and site; but for what was published before. */
export async function expectSame(target: string, other: string): Promise<void> {
  const [left, right] = [target, other].map(each => hashes(join(each, 'current'), withoutHistory))
  for (const files of [left!, right!]) {
    expect(Object.keys(files)).toContain('parquet/marts/kpi_values.parquet')
    delete files['warehouse.duckdb'] // its blocks lie as the steps came
    delete files['version.json']
  }
  expect(left).toEqual(right)
  expect(readlinkSync(join(target, 'current'))).toBe(readlinkSync(join(other, 'current')))

  const database = await openDatabase()
  try {
    for (const [name, place] of [
      ['a', target],
      ['b', other],
    ] as const) {
      await database.run(`attach ${literal(join(place, 'current', 'warehouse.duckdb'))} as ${name} (read_only)`)
    }
    const tables = await tablesOf(database, 'a')
    expect(await tablesOf(database, 'b')).toEqual(tables)
    for (const name of tables.filter(each => each !== 'marts.kpi_restatements'))
      expect(await differing(database, `a.${name}`, `b.${name}`), name).toBe(0)
  } finally {
    database.close()
  }
}

export function inode(file: string): number {
  return statSync(file).ino
}
