import {defineConfig} from 'vitest/config'
import LongestFirst, {LONGEST} from './tests/sequence.ts'

export default defineConfig({
  test: {
    globalSetup: ['tests/shared.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // every test file opens DuckDB, which uses all cores by itself, but a file often waits: for a process, a browser, one thread
    maxWorkers: 3,
    sequence: {sequencer: LongestFirst},
    reporters: ['default'],
    env: {KPI_ROOT: import.meta.dirname},
    projects: [
      {extends: true, test: {name: 'long', include: LONGEST}},
      // for the many short ones a worker loads the engine once; they leave nothing behind but what is their own
      {extends: true, test: {name: 'short', include: ['tests/**/*.test.ts'], exclude: LONGEST, isolate: false}},
    ],
  },
})
