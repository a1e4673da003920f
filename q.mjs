import {gzipSync} from 'node:zlib'
import {readFileSync} from 'node:fs'
const b = readFileSync('/tmp/h/dw/f-enum-v10.duckdb')
for (const level of [1,3,4,5,6,7,8,9]) { const t = performance.now(); const z = gzipSync(b, {level}); console.log(level, z.length, performance.now() - t) }
