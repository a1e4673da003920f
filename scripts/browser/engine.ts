import {
  AsyncDuckDB,
  type AsyncDuckDBConnection,
  type AsyncPreparedStatement,
  DuckDBAccessMode,
  VoidLogger,
} from '@duckdb/duckdb-wasm'
import {keepRecent} from '../core/keep-recent.ts'
import {CREATE_GIVEN, withGiven} from '../sql/given-values.ts'
import {type Bindings, withValues} from '../sql/literals.ts'
import {plainRows} from './plain-rows.ts'
import {receive, type Transfer, unpacked} from './transfer.ts'

/** A database in the browser that holds the published facts, for reading. */
export interface Engine {
  /** Rows as plain JavaScript, as the engine gives them elsewhere: BIGINT as number, DATE and TIMESTAMP as text. Throws DuckDB's complaint. */
  rows<T>(sql: string, bindings?: Bindings): Promise<T[]>
  /** The same for texts and lists of texts; the statement is planned once, whatever its values. An empty list is NULL. */
  again<T>(sql: string, bindings: Bindings): Promise<T[]>
}

/** The files beside this script, in `data/`; the bundler writes them in. */
export interface EngineFiles {
  readonly module: Transfer
  readonly worker: Transfer
  readonly facts: Transfer
}
declare const ENGINE_FILES: EngineFiles

/** Where this script lies; only while it is first run does the page know. */
const HERE = (document.currentScript as HTMLScriptElement | null)?.src ?? document.baseURI

/** Not `facts.duckdb`: a database of the name of its schema makes `facts.x` ambiguous. */
const DATABASE = 'published.duckdb'

/**
 * Loads DuckDB and the facts, and opens them; `progress` hears how many bytes have arrived of how many. Throws an Error whose message
 * a reader understands when the browser can't run it, or a file is missing.
 */
export async function openEngine(progress: (done: number, of: number) => void): Promise<Engine> {
  const missing = ['WebAssembly', 'Worker', 'DecompressionStream'].filter(name => !(name in globalThis))
  if (missing.length > 0) throw new Error(`this browser has no ${missing.join(', ')}`)
  const data = new URL('data/', HERE).href
  const files = [ENGINE_FILES.worker, ENGINE_FILES.module, ENGINE_FILES.facts]
  const of = files.flatMap(file => file.parts).reduce((sum, bytes) => sum + bytes, 0)
  let done = 0
  const received = (bytes: number) => {
    done += bytes
    progress(done, of)
  }
  progress(0, of)
  const blobs: Blob[] = []
  for (const file of files) blobs.push(await receive(file, data, received))
  const [worker, module, facts] = blobs as [Blob, Blob, Blob]
  const [script, bytes] = await Promise.all([unpacked(worker), unpacked(facts)])

  const database = new AsyncDuckDB(new VoidLogger(), startWorker(script, module))
  try {
    const connection = await opened(database, bytes)
    const rows = async <T>(sql: string, bindings: Bindings = {}) =>
      plainRows(await connection.query(withValues(sql, bindings))) as T[]
    return {rows, again: planned(connection, rows)}
  } catch (error) {
    await database.terminate()
    throw error
  }
}

/** How much SQL stays planned, in characters: about a page's. A plan takes some 700 times as many bytes, of the 4 GB that a browser gives. */
const PLANNED = 250_000

/** Nearly all the time of a page's statements is spent planning them: each is planned once, and reads its values from a table. */
function planned(connection: AsyncDuckDBConnection, rows: Engine['rows']): Engine['again'] {
  const statements = new Map<string, AsyncPreparedStatement>()
  const statement = async (text: string) => {
    const found = statements.get(text) ?? (await connection.prepare(text))
    for (const prepared of keepRecent(statements, text, found, PLANNED, ([sql]) => sql.length)) await prepared.close()
    return found
  }
  let before: Promise<unknown> = Promise.resolve()
  return <T>(sql: string, bindings: Bindings) => {
    const given = withGiven(sql, bindings)
    if (!given) return rows<T>(sql, bindings)
    // nothing comes between giving the values and reading them
    const answer = before.then(async () => {
      const prepared = await statement(given.text)
      await connection.query(given.give)
      return plainRows(await prepared.query()) as T[]
    })
    before = answer.catch(() => undefined) // told to whom it was promised
    return answer
  }
}

/** Starts DuckDB on the facts (a database file), for reading. */
async function opened(database: AsyncDuckDB, facts: Uint8Array) {
  await database.instantiate('https://engine.invalid/duckdb.wasm')
  await database.registerFileBuffer(DATABASE, facts)
  await database.open({path: DATABASE, accessMode: DuckDBAccessMode.READ_ONLY, query: {castBigIntToDouble: false}})
  const connection = await database.connect()
  await connection.query(CREATE_GIVEN)
  // nothing is ever loaded from elsewhere, and nobody can change that
  for (const setting of [
    'autoinstall_known_extensions = false',
    'autoload_known_extensions = false',
    'enable_external_access = false',
    'lock_configuration = true',
  ])
    await connection.query(`set ${setting}`)
  return connection
}

/** Runs before DuckDB's worker: it is given its module by the page, asks nobody, and fetches nothing else. */
const PRELUDE = `
const given = new Promise(resolve => {
  addEventListener('message', event => {
    event.stopImmediatePropagation()
    resolve(event.data)
  }, {once: true})
})
self.fetch = async () => new Response((await given).stream().pipeThrough(new DecompressionStream('gzip')), {headers: {'content-type': 'application/wasm'}})
self.XMLHttpRequest = undefined
`

/** A worker of DuckDB's script, with the module (gzip). */
function startWorker(script: Uint8Array<ArrayBuffer>, module: Blob): Worker {
  const url = URL.createObjectURL(new Blob([PRELUDE, script], {type: 'text/javascript'}))
  const worker = new Worker(url)
  worker.postMessage(module)
  worker.addEventListener('message', () => URL.revokeObjectURL(url), {once: true}) // it has started
  return worker
}

Object.assign(globalThis, {kpiEngine: {openEngine}})
