import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {beforeAll, describe, expect, it} from 'vitest'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {temporaryFolder} from '../e2e/command-line.ts'
import {desk, writeVariant} from './desk.ts'
import {build} from './library.ts'
import {openReader, startBuild} from './processes.ts'
import {expectSame, expectWhole} from './published.ts'

const folder = temporaryFolder()
const target = join(folder, 'target')
const warehouse = join(target, 'warehouse.duckdb')
let project = ''
let variant = 100

const VARIANT = 'select cast(max(fee) as integer) from facts.fct_tickets'
const VALUES = 'select count(*), md5(string_agg(v::varchar, chr(10) order by v::varchar)) from marts.kpi_values as v'

beforeAll(async () => {
  project = desk(folder, variant)
  await build(project, target)
})

async function publishNext(): Promise<number> {
  writeVariant(project, ++variant)
  expect((await build(project, target)).published).toBe(true)
  return variant
}

/** What is published is what a build into an empty target gives. */
async function expectUntainted(name: string): Promise<void> {
  expect(await expectWhole(target)).toMatchObject({variant})
  await build(project, join(folder, name))
  await expectSame(target, join(folder, name))
}

describe.sequential('a reader in another process', () => {
  it('goes on with the version that it opened; a new one sees the next version whole', async () => {
    const old = await openReader(warehouse, 'READ_ONLY')
    try {
      expect(await old.ask(VARIANT)).toEqual([[String(variant)]])
      const before = await old.ask(VALUES)
      const now = await publishNext()
      expect(await old.ask(VARIANT)).toEqual([[String(now - 1)]])
      expect(await old.ask(VALUES)).toEqual(before)
      expect(await old.ask('select count(*) from marts.kpi_catalog')).not.toEqual([['0']]) // not read before

      const next = await openReader(warehouse, 'READ_ONLY')
      expect(await next.ask(VARIANT)).toEqual([[String(now)]])
      expect(await next.ask(VALUES)).not.toEqual(before)
      await next.close()
      expect(await expectWhole(target)).toMatchObject({variant: now})
    } finally {
      await old.kill()
    }
  })

  it('never meets a mixture, however often it opens during a build', async () => {
    const seen: number[] = []
    let done = false
    const poll = async () => {
      while (!done) {
        const {version} = JSON.parse(readFileSync(join(target, 'current', 'version.json'), 'utf8')) as {version: string}
        const page = readFileSync(join(target, 'versions', version, 'site', 'en', 'overview.html'), 'utf8')
        expect(page).toContain(version)
        const database = await openDatabase(warehouse, {access_mode: 'READ_ONLY'})
        const [row] = await database.rows<{variant: number; n: number}>(
          'select cast(max(fee) as integer) as variant, (select count(*) from marts.kpi_values) as n from facts.fct_tickets',
        )
        database.close()
        expect(row!.n).toBeGreaterThan(0)
        seen.push(row!.variant)
        await sleep(20)
      }
    }
    const before = variant
    const polling = poll()
    try {
      do {
        writeVariant(project, ++variant)
        // in a process of its own, which leaves this one free to look
        const {status, stderr} = await startBuild(project, target).ended
        expect(status, stderr).toBe(0)
      } while ((seen.length <= 10 || new Set(seen).size < 2) && variant < before + 10)
    } finally {
      done = true
    }
    await polling
    expect([...seen].sort()).toEqual(seen) // from the old to the new, never back
    const published = Array.from({length: variant - before + 1}, (_, i) => before + i)
    expect(published).toEqual(expect.arrayContaining(seen))
    expect(seen.length).toBeGreaterThan(10)
    expect(new Set(seen).size).toBeGreaterThan(1)
  })

  it('that writes and still has the file open leaves the next version alone', async () => {
    const writer = await openReader(warehouse, 'READ_WRITE')
    try {
      await writer.ask('update marts.kpi_values set value = -1')
      await writer.ask('create table marts.mine as select 1 as one')
      await publishNext()
      expect(await writer.ask('select distinct value from marts.kpi_values')).toEqual([['-1']])
      expect(await expectWhole(target)).toMatchObject({variant}) // while it is open
      await writer.ask('checkpoint')
    } finally {
      await writer.close()
    }
    await expectUntainted('clean-1')
  })

  it('that was killed with the file open, its log beside it, leaves the next version alone', async () => {
    const writer = await openReader(warehouse, 'READ_WRITE')
    await writer.ask('update marts.kpi_values set value = -2')
    await writer.ask('delete from facts.fct_tickets where fee > 0')
    await writer.kill()
    await publishNext()
    await expectUntainted('clean-2')
  })

  it('that wrote and closed the file leaves the next version alone', async () => {
    const writer = await openReader(warehouse, 'READ_WRITE')
    await writer.ask('update marts.kpi_values set value = -3')
    await writer.ask('update meta.measure_values set value = -3')
    await writer.close()
    await publishNext()
    await expectUntainted('clean-3')
  })

  it('that wrote into what is current is undone by a build, though no data have changed', async () => {
    const writer = await openReader(warehouse, 'READ_WRITE')
    await writer.ask('update marts.kpi_values set value = -4')
    await writer.close()
    await build(project, target)
    expect(await expectWhole(target)).toMatchObject({variant})
    expect((await build(project, target)).rebuilt).toEqual([]) // and the one after that has nothing to do
  })
})
