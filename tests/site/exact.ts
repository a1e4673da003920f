import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {build as bundle} from 'esbuild'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {compileProject} from '../../scripts/compile/project.ts'
import {build} from '../../scripts/execute/build.ts'
import {withUpstream} from '../../scripts/plan/select.ts'
import {exactFiles} from '../../scripts/site/exact/index.ts'
import {publishedLists} from '../../scripts/site/lists.ts'
import {readPeople} from '../../scripts/site/people.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {ROOT} from './site.ts'

/** What pages call in the tests: the engine's own modules, bundled as the site bundles them. */
const HARNESS = `
import {projectOf} from './scripts/browser/project.ts'
import {receive, unpacked} from './scripts/browser/transfer.ts'
import {understand} from './scripts/query/request.ts'
import {compileStatement} from './scripts/query/statement.ts'
globalThis.harness = {
  compile: question => {
    const project = projectOf(globalThis.kpiProject)
    return compileStatement(project, understand(question, project))
  },
  receive: async (file, data) => {
    let received = 0
    const bytes = await unpacked(await receive(file, new URL(data, location.href).href, more => (received += more)))
    return {received, bytes: bytes.length}
  },
}`

export interface ExactSite {
  readonly project: Project
  /** With the facts of the whole project. */
  readonly database: Database
  readonly folder: string
  remove(): void
}

/** The files of exact figures, without any report, beside an empty page; built from the facts and published lists alone. */
export async function exactSite(projectFolder = ROOT): Promise<ExactSite> {
  const project = await loadProject(projectFolder)
  const compiled = compileProject(project)
  const database = await openDatabase()
  const facts = compiled.nodes.filter(node => node.layer === 'facts').map(node => node.name)
  const lists = publishedLists(project).map(list => list.model)
  await build(database, compiled, {only: withUpstream(compiled.nodes, [...facts, ...lists]), listen: () => undefined})
  const {files} = await exactFiles(database, project, await readPeople(database, project))
  const folder = mkdtempSync(join(tmpdir(), 'kpi-exact-'))
  const {outputFiles} = await bundle({
    absWorkingDir: ROOT,
    stdin: {contents: HARNESS, resolveDir: ROOT},
    bundle: true,
    format: 'iife',
    write: false,
  })
  const page = `<!doctype html><meta charset="utf-8"><title>Exact</title><link rel="icon" href="data:,">
    <script src="assets/project.js"></script><script src="assets/engine.js"></script><script src="harness.js"></script>`
  for (const [name, bytes] of [
    ['index.html', page],
    ['harness.js', outputFiles[0]!.text],
    ...files.map(([name, each]) => [`assets/${name}`, each] as const),
  ] as const) {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), bytes)
  }
  return {project, database, folder, remove: () => rmSync(folder, {recursive: true, force: true})}
}

export interface Host {
  readonly url: string
  /** Bytes sent, by path. */
  readonly sent: Map<string, number>
  readonly server: Server
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  gz: 'application/gzip',
}

/** A plain static host; `gz` says how it serves .gz files: as they are, as if they were encoded, or not at all. */
export async function serve(folder: string, gz: 'plain' | 'encoded' | 'absent' = 'plain'): Promise<Host> {
  const sent = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://host').pathname
    const file = join(folder, path)
    const kind = path.split('.').at(-1)!
    if (!existsSync(file) || path.endsWith('/') || (kind === 'gz' && gz === 'absent')) {
      response.writeHead(404, {'content-type': 'text/html'}).end('<!doctype html>not here')
      return
    }
    const bytes = readFileSync(file)
    sent.set(path, bytes.length)
    response.writeHead(200, {
      'content-type': TYPES[kind]!,
      'content-length': bytes.length,
      ...(kind === 'gz' && gz === 'encoded' ? {'content-encoding': 'gzip'} : {}),
    })
    response.end(bytes)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, sent, server}
}
