// Loaded before the command line (`node --import`): counts what it does to the names of files in the target's published part and in
// `build/`, and kills the process just before one of these steps. KPI_TEST_CRASH is the target, the number of the step (0: none), and
// a file that gets a line per step.
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'
import {relative} from 'node:path'

const [target, step, log] = JSON.parse(process.env.KPI_TEST_CRASH)
let count = 0

for (const name of ['renameSync', 'symlinkSync', 'rmSync', 'copyFileSync']) {
  const original = fs[name]
  fs[name] = (...args) => {
    const place = relative(target, String(args[name === 'rmSync' ? 0 : 1]))
    if (!/^(\.\.|compiled|failures|build\/version\/)/.test(place)) {
      count++
      fs.appendFileSync(log, `${name} ${place}\n`)
      if (count === step) process.kill(process.pid, 'SIGKILL')
    }
    return original(...args)
  }
}
syncBuiltinESMExports()
