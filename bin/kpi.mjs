#!/usr/bin/env node
// Starts the command line. The engine is TypeScript, bundled on first use; see bundle.mjs.
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {bundle, ROOT} from './bundle.mjs'

// who reads no further (`kpi list | head`) ends neither the work nor its status
for (const stream of [process.stdout, process.stderr])
  stream.on('error', error => {
    if (!['EPIPE', 'ERR_STREAM_DESTROYED'].includes(error.code)) throw error
  })

if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) {
  console.log(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
} else {
  const {main} = await import(pathToFileURL(await bundle()).href)
  await main(process.argv.slice(2))
}
