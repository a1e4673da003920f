import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import type {EngineFiles} from '../../browser/engine.ts'
import type {Transfer} from '../../browser/transfer.ts'
import {bundle, ROOT} from '../assets.ts'

/** Largest part, compressed: as base64 inside a script it stays below the 25 MB that hosts commonly take. */
const PART = 18 * 1024 * 1024

/** A file of the site: its name below `assets/` and its bytes. */
export type SiteFile = readonly [name: string, bytes: Uint8Array | string]

/**
 * What the browser loads for figures that no page holds: the engine's script, and beside it, in `data/`, DuckDB, its worker and the
 * facts, each as gzip for hosts and as a script for pages that are opened from a file share.
 */
export async function engineFiles(facts: Uint8Array): Promise<SiteFile[]> {
  const {module, worker} = await duckdbFiles()
  // level 4 takes a third of the time of 6 and gives two per cent more
  const packed = await compress(facts, {level: 4})
  // named by its contents: a browser that keeps an earlier file never mistakes it for this one
  const data = transfer(`facts-${createHash('sha256').update(packed).digest('hex').slice(0, 12)}`, packed)
  const manifest: EngineFiles = {module: module.file, worker: worker.file, facts: data.file}
  const script = await bundle(join(ROOT, 'scripts', 'browser', 'engine.ts'), {
    define: {ENGINE_FILES: JSON.stringify(manifest)},
  })
  return [['engine.js', script], ...module.parts, ...worker.parts, ...data.parts]
}

let duckdb: ReturnType<typeof compressDuckdb> | undefined

/** DuckDB's own files, compressed: the same for every site. */
export function duckdbFiles(): ReturnType<typeof compressDuckdb> {
  duckdb ??= compressDuckdb()
  return duckdb
}

async function compressDuckdb() {
  const dist = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'))
  const {version} = JSON.parse(readFileSync(join(dist, '..', 'package.json'), 'utf8')) as {version: string}
  const own = async (name: string, file: string) =>
    transfer(
      `${name}-${version}`,
      await cached(`${name}-${version}.gz`, () => compress(readFileSync(join(dist, file)), {level: 9})),
    )
  return {
    module: await own('duckdb', 'duckdb-eh.wasm'),
    worker: await own('worker', 'duckdb-browser-eh.worker.js'),
  }
}

const compress = promisify(gzip)

function transfer(name: string, gzip: Uint8Array): {file: Transfer; parts: SiteFile[]} {
  const pieces = Array.from({length: Math.ceil(gzip.length / PART)}, (_, i) => gzip.subarray(i * PART, (i + 1) * PART))
  return {
    file: {name, parts: pieces.map(piece => piece.length)},
    parts: pieces.flatMap((piece, i): SiteFile[] => [
      [`data/${name}-${i + 1}.gz`, piece],
      [`data/${name}-${i + 1}.js`, `kpiData('${name}-${i + 1}','${Buffer.from(piece).toString('base64')}')\n`],
    ]),
  }
}

/** Compressing DuckDB takes seconds, so it is done once per version; a cache that can't be written is no failure. */
async function cached(name: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const folder = process.env.KPI_CACHE ?? join(ROOT, 'node_modules', '.cache', 'kpi')
  const file = join(folder, 'data', name)
  if (existsSync(file)) return readFileSync(file)
  const bytes = await make()
  const draft = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(draft, bytes)
    renameSync(draft, file)
  } catch {
    rmSync(draft, {force: true}) // the next site is merely slower to write
  }
  return bytes
}
