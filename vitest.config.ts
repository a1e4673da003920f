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
    reporters: ['default'],
    env: {KPI_ROOT: import.meta.dirname},
  },
})
