// The engine is TypeScript: esbuild bundles it on first use (about half a second) into a cache folder named after the
// sources' paths, sizes and times, so nobody has to remember a build step and later starts cost nothing.
import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

/** The folder of this repository or package. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Bundles scripts/cli.ts unless the cache has the bundle of exactly these sources; gives the entry file. */
export async function bundle() {
  const stamp = createHash('sha256')
  for (const file of sources(join(ROOT, 'scripts'))) {
    const {mtimeMs, size} = statSync(file)
    stamp.update(`${file}\0${mtimeMs}\0${size}\n`)
  }
  stamp.update(process.version)
  for (const file of [join(ROOT, 'package.json'), fileURLToPath(import.meta.url)]) stamp.update(readFileSync(file))
  const name = stamp.digest('hex').slice(0, 16)
  const cache = cacheFolder()
  const entry = join(cache, name, 'cli.mjs')
  if (existsSync(entry)) return entry
  const {build} = await import('esbuild')
  const draft = join(cache, `${name}.${process.pid}`)
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'scripts', 'cli.ts')],
    outdir: draft,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // one file loads faster than hundreds; what is native stays where it is installed, and linkedom can do without canvas
    external: ['@duckdb/node-bindings', 'esbuild', 'canvas'],
    banner: {
      js: "import {createRequire as createRequireOf} from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: 'linked',
    define: {
      'process.env.KPI_ROOT': JSON.stringify(ROOT),
      'process.env.KPI_CACHE': JSON.stringify(cache),
      // what is published is made anew by another engine, wherever that lies and whenever it was written
      'process.env.KPI_ENGINE': JSON.stringify(contents()),
    },
    logLevel: 'error',
  })
  try {
    renameSync(draft, join(cache, name))
  } catch (error) {
    rmSync(draft, {recursive: true, force: true})
    if (!existsSync(entry)) throw error // otherwise another process was first with the same bundle
  }
  return entry
}

/** Where bundles lie: beside the installed packages (bare imports resolve from there), else under the user's temporary folder. */
function cacheFolder() {
  const beside = join(ROOT, 'node_modules', '.cache', 'kpi')
  return existsSync(join(ROOT, 'node_modules')) ? beside : join(tmpdir(), 'kpi-cache')
}

function sources(folder) {
  return readdirSync(folder, {withFileTypes: true})
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry =>
      entry.isDirectory()
        ? sources(join(folder, entry.name))
        : entry.name.endsWith('.ts')
          ? [join(folder, entry.name)]
          : [],
    )
}

/** Fingerprint of the engine's sources by their content. */
function contents() {
  const hash = createHash('sha256')
  for (const file of sources(join(ROOT, 'scripts'))) hash.update(relative(ROOT, file)).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}
