import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync} from 'node:fs'
import {join, relative, resolve} from 'node:path'
import type {Source} from '../catalog/models.ts'
import {loadProject} from '../compile/load.ts'
import {EXIT, fault, ProblemError} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {type Database, identifier, literal, openDatabase} from '../sql/duckdb.ts'

export interface SeedArguments {
  readonly project?: string
  readonly scale: number
  readonly seed: number
  readonly format: 'csv' | 'parquet'
  readonly to?: string
}

export interface SeedResult {
  readonly folder: string
  readonly sources: readonly {readonly name: string; readonly rows: number}[]
  /** Sources that the generator does not make; their files stay as they are. */
  readonly left: readonly string[]
}

/** `kpi seed`: runs the project's `seeds/generate/*.sql` and writes each source, columns as declared, rows in the order of their key. */
export async function seed(options: SeedArguments): Promise<SeedResult> {
  const place = settle(options)
  const project = await loadProject(place)
  const seeds = join(place.project, project.catalog.paths.seeds)
  const generate = join(seeds, 'generate')
  const folder = options.to === undefined ? seeds : resolve(options.to)
  if (!existsSync(generate)) {
    throw new ProblemError([
      fault('no-generator', `this project has no ${relative(place.project, generate)}`, {
        hint: 'demonstration data is made by the .sql files in there',
      }),
    ])
  }
  const database = await openDatabase()
  try {
    await database.run(`set variable scale = ${options.scale}; set variable seed = ${options.seed}`)
    for (const name of readdirSync(generate)
      .filter(each => each.endsWith('.sql'))
      .sort()) {
      await runFile(database, join(generate, name), relative(place.project, join(generate, name)))
    }
    mkdirSync(folder, {recursive: true})
    const tables = await database.rows<{name: string}>('select table_name as name from information_schema.tables')
    const made = new Set(tables.map(table => table.name))
    const sources = []
    const left = []
    for (const source of project.declarations.sources.values()) {
      if (made.has(source.name))
        sources.push({name: source.name, rows: await write(database, source, folder, options.format)})
      else left.push(source.name)
    }
    return {folder, sources, left}
  } finally {
    database.close()
  }
}

async function runFile(database: Database, path: string, shown: string): Promise<void> {
  try {
    await database.run(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ProblemError([fault('sql-failed', (error as Error).message.split('\n')[0]!, {file: shown})], EXIT.failed)
  }
}

/** Writes one source to a file beside the final one, then renames it. */
async function write(database: Database, source: Source, folder: string, format: 'csv' | 'parquet'): Promise<number> {
  const columns = Object.entries(source.columns).map(([name, {type}]) => {
    const column = `cast(${identifier(name)} as ${type}) as ${identifier(name)}`
    return type === 'TIMESTAMP' && format === 'parquet'
      ? `timezone('UTC', cast(${identifier(name)} as timestamp)) as ${identifier(name)}`
      : column
  })
  const rows = `select ${columns.join(', ')} from ${identifier(source.name)} order by ${source.key.map(identifier).join(', ')}`
  const file = join(folder, `${source.name}.${format}`)
  const how =
    format === 'csv' ? `format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'` : 'format parquet, compression zstd'
  try {
    await database.run(`copy (${rows}) to ${literal(`${file}.part`)} (${how})`)
  } catch (error) {
    throw new ProblemError(
      [
        fault(
          'seed-failed',
          `the generator does not make source "${source.name}" as declared: ${(error as Error).message.split('\n')[0]}`,
        ),
      ],
      EXIT.failed,
    )
  }
  renameSync(`${file}.part`, file)
  const [count] = await database.rows<{n: number}>(`select count(*) as n from ${identifier(source.name)}`)
  return count!.n
}
