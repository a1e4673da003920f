import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/shared.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // every test file opens DuckDB, which uses all cores by itself
    maxWorkers: 2,
    // files have no state of their own in modules, and the engine takes seconds to load
    isolate: false,
    reporters: ['default'],
    env: {KPI_ROOT: import.meta.dirname},
  },
})
