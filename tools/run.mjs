// Runs a TypeScript module of this folder: `node tools/run.mjs tools/screenshots.ts …`. Node 20 can't by itself.
import {join, parse, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from 'esbuild'

const root = join(import.meta.dirname, '..')
const [entry, ...rest] = process.argv.slice(2)
if (!entry) throw new Error('name the module to run')
const outfile = join(root, 'node_modules', '.cache', 'kpi', 'tools', `${parse(entry).name}.mjs`)
await build({
  entryPoints: [resolve(entry)],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outfile,
  logLevel: 'error',
})
process.argv = [process.argv[0], entry, ...rest]
await import(pathToFileURL(outfile).href)
