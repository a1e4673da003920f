import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {currentVersion, publishVersion, reuseFile} from '../../scripts/publish/versions.ts'
import {temporaryFolder} from '../e2e/command-line.ts'

const folder = temporaryFolder()

function version(target: string, id: string): string {
  const path = join(target, 'versions', id)
  mkdirSync(join(path, 'parquet'), {recursive: true})
  writeFileSync(join(path, 'warehouse.duckdb'), `warehouse ${id}`)
  writeFileSync(join(path, 'parquet', 'x.parquet'), `parquet ${id}`)
  return path
}

const publish = (target: string, id: string) =>
  publishVersion(target, version(target, id), ['warehouse.duckdb', 'parquet'])
const seen = (target: string) => [
  readFileSync(join(target, 'warehouse.duckdb'), 'utf8'),
  readFileSync(join(target, 'parquet', 'x.parquet'), 'utf8'),
]

it('publishes all entries of a version at once, and keeps the one before', () => {
  const target = join(folder, 'a')
  expect(currentVersion(target)).toBeUndefined()
  publish(target, 'v1')
  expect(currentVersion(target)).toBe(join(target, 'versions', 'v1'))
  expect(seen(target)).toEqual(['warehouse v1', 'parquet v1'])

  publish(target, 'v2')
  expect(seen(target)).toEqual(['warehouse v2', 'parquet v2'])
  expect(readFileSync(join(target, 'versions', 'v1', 'warehouse.duckdb'), 'utf8')).toBe('warehouse v1')

  publish(target, 'v3')
  expect(seen(target)).toEqual(['warehouse v3', 'parquet v3'])
  expect(readdirSync(join(target, 'versions')).sort()).toEqual(['v2', 'v3'])
  expect(readdirSync(target).sort()).toEqual(['current', 'parquet', 'versions', 'warehouse.duckdb'])
})

it('never leaves a moment without a published version', () => {
  const target = join(folder, 'b')
  publish(target, 'v1')
  const open = join(target, 'warehouse.duckdb')
  const inode = statSync(open).ino
  const second = version(target, 'v2')
  expect(statSync(open).ino).toBe(inode) // building beside it changes nothing
  publishVersion(target, second, ['warehouse.duckdb', 'parquet'])
  expect(statSync(open).ino).not.toBe(inode)
})

it('replaces what lies in the way of its links', () => {
  const target = join(folder, 'c')
  mkdirSync(join(target, 'parquet'), {recursive: true})
  writeFileSync(join(target, 'warehouse.duckdb'), 'not a link')
  publish(target, 'v1')
  expect(seen(target)).toEqual(['warehouse v1', 'parquet v1'])
})

it('takes a link to a version that is gone for no version', () => {
  const target = join(folder, 'd')
  mkdirSync(target, {recursive: true})
  symlinkSync(join('versions', 'gone'), join(target, 'current'))
  expect(currentVersion(target)).toBeUndefined()
})

it('shares unchanged files between versions', () => {
  const from = join(version(join(folder, 'e'), 'v1'), 'parquet', 'x.parquet')
  const to = join(folder, 'e', 'versions', 'v2', 'parquet', 'x.parquet')
  reuseFile(from, to)
  expect(existsSync(to)).toBe(true)
  expect(statSync(to).ino).toBe(statSync(from).ino)
})
