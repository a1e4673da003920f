import {existsSync} from 'node:fs'
import {basename, join, relative} from 'node:path'
import {CATALOG_FILE} from '../catalog/catalog.ts'
import {EXIT, fault, type Problem, ProblemError} from '../core/problem.ts'
import {type Place, settle} from '../core/settings.ts'
import {rebuilder} from '../dev/rebuild.ts'
import {ADDRESS, type DevServer, startServer} from '../dev/server.ts'
import {inputsOf, watchInputs} from '../dev/watch.ts'
import {currentVersion} from '../publish/versions.ts'
import {TYPES_FILE} from '../site/types.ts'

/** Where the server listens unless it is told otherwise, and how many ports after it are tried. */
export const PORT = 4400
const TRIED = 20

export interface DevArguments {
  readonly project?: string
  readonly target?: string
  readonly sources?: string
  /** 0: any that is free. Without one: the usual port, or the next that is free. */
  readonly port?: number
}

/** What happens, for the terminal. */
export type DevEvent =
  | {readonly type: 'serving'; readonly url: string; readonly instead?: number}
  | {readonly type: 'building'; readonly siteOnly: boolean; readonly changed: readonly string[]}
  | {readonly type: 'built'; readonly version: string}
  | {readonly type: 'failed'; readonly version: string}

export interface Dev {
  stop(): Promise<void>
}

/**
 * `kpi dev`: serves the site on loopback, brings it up to date on every change of what it is made of, and has open pages reload.
 * `write` draws problems as text for the pages. Throws where there is no project, or where the port that was asked for is taken.
 */
export async function dev(
  options: DevArguments,
  write: (problems: readonly Problem[]) => string,
  tell: (event: DevEvent) => void,
): Promise<Dev> {
  const place = settle(options)
  if (!existsSync(join(place.project, CATALOG_FILE))) {
    const hint = "run kpi in the project's folder, or give it with --project DIR"
    throw new ProblemError([fault('missing-file', `${CATALOG_FILE} does not exist`, {file: CATALOG_FILE, hint})])
  }
  const version = () => basename(currentVersion(place.target) ?? '')
  const server = await serve(place, options.port)
  const usual = options.port === undefined && server.port !== PORT ? {instead: PORT} : {}
  tell({type: 'serving', url: `http://${ADDRESS}:${server.port}/`, ...usual})
  server.show({busy: true, version: version(), problems: ''})

  let problems = ''
  const rebuilding = rebuilder(
    place,
    ({command, changed}) => {
      const names = changed.map(path => relative(place.project, path)).filter(name => name !== '')
      tell({type: 'building', siteOnly: command === 'report', changed: names})
      server.show({busy: true, version: version(), problems})
    },
    found => {
      problems = found.length === 0 ? '' : write(found)
      server.show({busy: false, version: version(), problems})
      tell({type: found.length === 0 ? 'built' : 'failed', version: version()})
    },
  )
  let inputs = inputsOf(place)
  const watching = watchInputs(inputs.paths, place.target, changed => {
    inputs = inputsOf(place) // what is watched follows the catalog and the sources' declarations
    watching.add(inputs.paths)
    const written = join(inputs.reports, TYPES_FILE) // by builds
    const others = changed.filter(path => path !== written)
    if (others.length > 0) rebuilding.changed(others, inputs.reports)
  })
  await watching.ready
  rebuilding.changed([place.project], inputs.reports)
  return {
    stop: async () => {
      await watching.close()
      await rebuilding.stop()
      await server.close()
    },
  }
}

async function serve(place: Place, asked: number | undefined): Promise<DevServer> {
  const options = {site: join(place.target, 'site'), script: await browserScript()}
  if (asked === undefined) return onFreePort(options, PORT)
  try {
    return await startServer({...options, port: asked})
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    const free = await onFreePort(options, asked + 1)
    await free.close()
    const why = code === 'EACCES' ? 'may not be used' : 'is taken'
    throw new ProblemError(
      [fault('port-taken', `port ${asked} ${why}`, {hint: `for example --port ${free.port}`})],
      EXIT.failed,
    )
  }
}

/** The first free port from one on. */
async function onFreePort(options: {site: string; script: string}, first: number): Promise<DevServer> {
  for (let port = first; port < first + TRIED && port < 65_536; port++) {
    try {
      return await startServer({...options, port})
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    }
  }
  return startServer({...options, port: 0})
}

async function browserScript(): Promise<string> {
  const {build} = await import('esbuild')
  const {outputFiles} = await build({
    absWorkingDir: process.env.KPI_ROOT!,
    entryPoints: [join(process.env.KPI_ROOT!, 'scripts', 'dev', 'browser.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}
