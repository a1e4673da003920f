import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, expect, it} from 'vitest'
import {kpi, kpiJson, ROOT, temporaryFolder} from './command-line.ts'

const folder = temporaryFolder()
const [sources, target] = [join(folder, 'sources'), join(folder, 'target')]

beforeAll(async () => {
  mkdirSync(sources)
  const seeds = join(ROOT, 'seeds')
  for (const name of readdirSync(seeds).filter(each => each.endsWith('.csv')))
    writeFileSync(join(sources, name), `${readFileSync(join(seeds, name), 'utf8').split('\n')[0]}\n`)
  const run = await kpi(['build', '--sources', sources, '--target', target])
  expect(run.status, run.stderr).toBe(0)
})

it('sources with nothing but their headers build; counts are 0, everything else has no value', async () => {
  const args = [
    'query',
    'Chat-Card-0',
    'Chat-Card-73',
    'Econ-Card-7',
    'Ecom-Card-5',
    '--from',
    '2026-03-01',
    '--to',
    '2026-03-31',
  ]
  const rows = await kpiJson<{value: number | null}[]>([...args, '--target', target])
  expect(rows.map(row => row.value)).toEqual([0, null, null, null])
})

it('a period up to the end of the data is refused', async () => {
  const run = await kpi(['query', 'Chat-Card-0', '--last', '7d', '--target', target])
  expect([run.status, run.stdout]).toEqual([2, ''])
  expect(run.stderr).toBe('error no-data\n  the data have no day yet\n  hint: give --from and --to\n')
})

it('the site says that there is no data yet', () => {
  const page = readFileSync(
    join(target, 'site', 'en', readdirSync(join(target, 'site', 'en')).find(name => name.startsWith('overview'))!),
    'utf8',
  )
  expect(page).toContain('The sources hold no data yet')
})
