#!/usr/bin/env node
// Starts the command line. The engine is TypeScript, bundled on first use; see bundle.mjs.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {bundle, ROOT} from './bundle.mjs'

if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) {
  console.log(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
} else {
  const {main} = await import(pathToFileURL(await bundle()).href)
  await main(process.argv.slice(2))
}
