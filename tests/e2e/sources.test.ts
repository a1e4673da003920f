import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {temporaryFolder} from './command-line.ts'
import {build, FORMATS, openWarehouse, SOURCES, writeSmallSources} from './demonstration.ts'

const folder = temporaryFolder()
const sources = (name: string) => join(folder, 'sources', name)
const target = (name: string) => join(folder, 'target', name)

/** Each source in another format, in a different one in each mixture. */
const formatOf = (shift: number) => (name: string) =>
  FORMATS[(Object.keys(SOURCES).indexOf(name) + shift) % FORMATS.length]!
const MIXTURES = [0, 2]

beforeAll(async () => {
  await writeSmallSources(5, {
    [sources('csv')]: () => 'csv',
    ...Object.fromEntries(MIXTURES.map(shift => [sources(`mixture ${shift}`), formatOf(shift)])),
  })
  await build(target('csv'), ['--sources', sources('csv')])
})

/** Every published Parquet file's bytes. */
function parquet(name: string): Map<string, string> {
  const files = readdirSync(join(target(name), 'parquet'), {recursive: true, withFileTypes: true}).filter(each =>
    each.isFile(),
  )
  return new Map(files.map(each => [each.name, readFileSync(join(each.parentPath, each.name), 'base64')]))
}

describe('sources of other formats give the same facts and marts as CSV', () => {
  it('which are not empty', async () => {
    const database = await openWarehouse(target('csv'))
    const [row] = await database.rows<{rows: number; kpis: number; days: number}>(
      `select count(*) as rows, count(distinct kpi_ref) filter (where value > 0) as kpis,
         count(distinct period_start) filter (where grain = 'day') as days from marts.kpi_values`,
    )
    database.close()
    expect(row!.rows).toBeGreaterThan(1000)
    expect(row!.kpis).toBeGreaterThan(30)
    expect(row!.days).toBeGreaterThan(4)
  })

  it.each(MIXTURES)('mixture %i', async shift => {
    const mixture = `mixture ${shift}`
    await build(target(mixture), ['--sources', sources(mixture)])
    const [expected, found] = [parquet('csv'), parquet(mixture)]
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
    expect([...found].filter(([name, bytes]) => expected.get(name) !== bytes).map(([name]) => name)).toEqual([])
  })
})
