import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {BaseSequencer, type TestSpecification} from 'vitest/node'

/**
 * Files that take longest, in the order in which they begin. A long one that began last would leave the other processors with nothing to
 * do; files that wait for the demonstration data begin once the first has built them.
 */
export const LONGEST = [
  'e2e/outputs',
  'engine/library',
  'property/marts',
  'property/incremental',
  'examples',
  'e2e/catalog-change',
  'property/kpis',
  'property/replay',
  'errors/errors',
  'e2e/docs',
  'audit/promises',
  'e2e/agreement',
  'publish/crash-points',
  'publish/kills',
  'publish/together',
  'site/browser',
  'diff/told',
  'diff/diff',
  'site/custom',
  'publish/readers',
  'golden/golden',
  'dev/dev',
].map(name => join(import.meta.dirname, `${name}.test.ts`))

/** Begins the files that take longest first, then the others in their usual order: by what earlier runs took, else by size. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const missing = LONGEST.filter(file => !existsSync(file))
    if (missing.length > 0) throw new Error(`tests/sequence.ts names files that are not there: ${missing.join(', ')}`)
    const rank = ({moduleId}: TestSpecification) => {
      const place = LONGEST.indexOf(moduleId)
      return place < 0 ? LONGEST.length : place
    }
    const usual = await super.sort(files)
    return usual.sort((a, b) => rank(a) - rank(b))
  }
}
