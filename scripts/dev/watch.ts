import {isAbsolute, join, relative, resolve, sep} from 'node:path'
import {watch} from 'chokidar'
import {CATALOG_FILE} from '../catalog/catalog.ts'
import {readDeclarations} from '../catalog/models.ts'
import {readCatalog} from '../catalog/read-catalog.ts'
import {SETTINGS_FILE} from '../catalog/settings-file.ts'
import type {Place} from '../core/settings.ts'

/** What a build of a project reads, as absolute paths. */
export interface Inputs {
  /** Files and folders, those that do not exist yet among them. */
  readonly paths: readonly string[]
  /** The folder of the pages: a change there changes nothing but the site. */
  readonly reports: string
}

/** Where the catalog does not say otherwise, or can't be read. */
const USUAL = {
  models: ['models'],
  macros: ['macros'],
  templates: 'models/marts',
  seeds: 'seeds',
  reports: 'reports',
  data_tests: 'tests/data',
}

/** What a build of the project reads, as far as its catalog and its sources' declarations can be read. */
export function inputsOf({project, sources}: Place): Inputs {
  const catalog = readCatalog(project, [])
  const {models, macros, templates, seeds, reports, data_tests: tests} = catalog?.paths ?? USUAL
  const declared =
    catalog === undefined
      ? []
      : [...readDeclarations(project, catalog.paths, []).sources.values()].map(each => each.path)
  const found = sources === undefined ? [seeds, ...declared.map(beforePattern)] : [sources]
  const paths = [CATALOG_FILE, SETTINGS_FILE, ...models, ...macros, templates, reports, tests, ...found].map(path =>
    resolve(project, path),
  )
  return {paths: [...new Set(paths)], reports: resolve(project, reports)}
}

/** The folder in which a pattern looks, or a path without one as it is. */
function beforePattern(path: string): string {
  const steps = path.split('/')
  const first = steps.findIndex(step => /[*?[{]/.test(step))
  return first < 0 ? path : steps.slice(0, first).join('/') || '.'
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}

/** How long nothing must change before what has changed is told, in milliseconds. */
const CALM = 120

/**
 * Watches files and folders; tells together what changes within a moment. Editors that write a new file and rename it over the
 * old one are noticed like others.
 */
export function watchInputs(
  paths: readonly string[],
  target: string,
  tell: (changed: readonly string[]) => void,
): {add(paths: readonly string[]): void; ready: Promise<void>; close(): Promise<void>} {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const watcher = watch([...paths], {
    ignoreInitial: true,
    ignored: path =>
      isWithin(path, target) || path.includes(`${sep}node_modules${sep}`) || path.includes(join(sep, '.git', sep)),
  })
  watcher.on('all', (_, path) => {
    changed.add(path)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const together = [...changed]
      changed.clear()
      tell(together)
    }, CALM)
  })
  return {
    add: more => void watcher.add([...more]),
    ready: new Promise(done => watcher.once('ready', () => done())),
    close: async () => {
      clearTimeout(timer)
      await watcher.close()
    },
  }
}
