import {defineConfig} from 'vitest/config'
import LongestFirst from './tests/sequence.ts'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/shared.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // every test file opens DuckDB, which uses all cores by itself, but a file often waits: for a process, a browser, one thread
    maxWorkers: 3,
    sequence: {sequencer: LongestFirst},
    // a worker loads the engine once for all of its files, which leave nothing behind but what is their own
    isolate: false,
    reporters: ['default'],
    env: {KPI_ROOT: import.meta.dirname},
  },
})
