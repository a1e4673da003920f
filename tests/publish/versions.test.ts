import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {temporaryFolder} from '../e2e/command-line.ts'
import {build, library, replaceIn, writeVariant} from './library.ts'
import {expectWhole, filesOf, inode, published} from './published.ts'

const folder = temporaryFolder()
const target = join(folder, 'target')
const versions = () => readdirSync(join(target, 'versions')).sort()

describe.sequential('versions', () => {
  let project = ''
  const ids: string[] = []

  it('are not published again when nothing has changed, which is soon found', async () => {
    project = library(folder, 10)
    const whole = await build(project, target)
    expect(whole).toMatchObject({published: true, left: []})
    expect(whole.rebuilt).toHaveLength(whole.total)
    const before = published(target)
    const inodes = filesOf(join(target, 'versions')).map(file => inode(join(target, 'versions', file)))

    const again = await build(project, target)
    expect(again).toMatchObject({version: whole.version, published: false, rebuilt: []})
    expect(again.ms).toBeLessThan(whole.ms / 2)
    expect(published(target)).toEqual(before)
    expect(filesOf(join(target, 'versions')).map(file => inode(join(target, 'versions', file)))).toEqual(inodes)
    ids.push(whole.version)
  })

  it('share the Parquet files that are unchanged, as hard links', async () => {
    replaceIn(project, join('seeds', 'visits.ndjson'), '"items_browsed": 10}', '"items_browsed": 11}')
    const next = await build(project, target)
    expect(next.published).toBe(true)
    expect(versions()).toEqual([ids[0]!, next.version].sort())
    const [old, now] = [ids[0]!, next.version].map(id => join(target, 'versions', id, 'parquet'))
    const files = filesOf(now!)
    expect(filesOf(old!)).toEqual(files)
    const shared = files.filter(file => inode(join(old!, file)) === inode(join(now!, file)))
    const rebuilt = new Set(next.rebuilt.map(name => `${name}.parquet`))
    expect(shared).toEqual(files.filter(file => !rebuilt.has(file.split('/')[1]!)))
    expect(shared).toContain('facts/fct_loans.parquet')
    expect(shared).not.toContain('facts/fct_visits.parquet')
    expect(inode(join(target, 'versions', ids[0]!, 'warehouse.duckdb'))).not.toBe(
      inode(join(target, 'warehouse.duckdb')),
    )
    await expectWhole(target)
    ids.push(next.version)
  })

  it('before the last two are removed', async () => {
    writeVariant(project, 11)
    const third = await build(project, target)
    expect(versions()).toEqual([ids[1]!, third.version].sort())
    expect(await expectWhole(target)).toEqual({version: third.version, variant: 11})

    // back to what the first version was made from: the same version again, from the start
    writeVariant(project, 10)
    const back = await build(project, target)
    expect(back).toMatchObject({version: ids[0], published: true})
    expect(versions()).toEqual([back.version, third.version].sort())
    await expectWhole(target)
    expect(readdirSync(target).sort()).toEqual([
      'build',
      'compiled',
      'current',
      'manifest.json',
      'parquet',
      'run-results.json',
      'site',
      'versions',
      'warehouse.duckdb',
    ])
  })
})
