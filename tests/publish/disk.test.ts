import {execFileSync} from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {temporaryFolder} from '../e2e/command-line.ts'
import {build, expectReadable, library, writeVariant} from './library.ts'
import {startBuild} from './processes.ts'
import {expectSame, expectWhole, published} from './published.ts'

const mounted = new Set<string>()

function mount(folder: string, size: string): string {
  mkdirSync(folder, {recursive: true})
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {stdio: 'pipe'})
  mounted.add(folder)
  return folder
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], {stdio: 'pipe'})
  mounted.delete(folder)
}

/** Why no file system can be mounted here; undefined where one can. */
function obstacle(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-mount-'))
  try {
    mount(folder, '64k')
    unmount(folder)
    return undefined
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)
  } finally {
    rmdirSync(folder)
  }
}

const reason = obstacle()
if (reason !== undefined)
  console.warn(`tests with a full or read-only disk are skipped: no tmpfs can be mounted (${reason})`)

const folder = temporaryFolder()
const MB = 2 ** 20
/** What a failed build leaves for the next one. */
const WORK = [
  'warehouse.duckdb',
  'warehouse.duckdb.wal',
  'warehouse.duckdb.copy',
  'sources.duckdb',
  'sources.duckdb.wal',
]

/** Fills a file system but for some bytes; gives what frees it. */
function fill(disk: string, spare: number): () => void {
  const file = join(disk, 'filler')
  writeFileSync(file, '')
  const {bavail, bsize} = statfsSync(disk)
  const chunk = Buffer.alloc(64 * 1024)
  try {
    for (let _left = bavail * bsize; ; _left -= chunk.length) appendFileSync(file, chunk)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
  const size = Math.floor((bavail * bsize - spare) / bsize) * bsize
  truncateSync(file, Math.max(0, size))
  return () => rmSync(file)
}

/** A build that must fail with a message that people can read. */
async function expectFailure(project: string, target: string): Promise<string> {
  const {status, stdout, stderr} = await startBuild(project, target).ended
  expect(status, stderr).toBe(1)
  expect(stdout).toBe('')
  expectReadable(stderr)
  expect(stderr).not.toContain('build-running')
  return stderr
}

describe.skipIf(reason !== undefined)('a disk', () => {
  afterEach(() => {
    for (const disk of mounted) unmount(disk)
  })

  it('that is full leaves what is published; once there is room, the next build goes on', async () => {
    const disk = mount(join(folder, 'full'), '48m')
    const target = join(disk, 'target')
    const project = library(join(folder, 'of full'), 10)
    await build(project, target)
    const before = published(target)
    writeVariant(project, 11)
    // room for nothing; for half a copy of the warehouse; for a copy and little more
    for (const spare of [0, 4 * MB, 8.2 * MB]) {
      for (const file of WORK) rmSync(join(target, 'build', file), {force: true})
      const free = fill(disk, spare)
      const stderr = await expectFailure(project, target)
      expect(stderr, `${spare} bytes`).toMatch(/no space left/i)
      expect(published(target), `${spare} bytes`).toEqual(before)
      await expectWhole(target)
      free()
    }
    await build(project, target)
    expect(await expectWhole(target)).toMatchObject({variant: 11})
    await build(project, join(folder, 'clean'))
    await expectSame(target, join(folder, 'clean'))
  })

  it('that is too small for anything says so, and does not stand in the way afterwards', async () => {
    const disk = mount(join(folder, 'tiny'), '40m')
    const target = join(disk, 'target')
    const project = library(join(folder, 'of tiny'), 10)
    const free = fill(disk, 8 * 1024)
    expect(await expectFailure(project, target)).toMatch(/no space left/i)
    free()
    await build(project, target)
    await expectWhole(target)
  })

  it('that can only be read leaves what is published, and says so', async () => {
    const disk = mount(join(folder, 'read-only'), '48m')
    const target = join(disk, 'target')
    const project = library(join(folder, 'of read-only'), 10)
    await build(project, target)
    const before = published(target)
    writeVariant(project, 11)
    execFileSync('mount', ['-o', 'remount,ro', disk])
    expect(await expectFailure(project, target)).toMatch(/read-only/i)
    await expectFailure(project, join(disk, 'new')) // Node.js says of it that it doesn't exist
    expect(published(target)).toEqual(before)
    await expectWhole(target)
    execFileSync('mount', ['-o', 'remount,rw', disk])
    await build(project, target)
    expect(await expectWhole(target)).toMatchObject({variant: 11})
  })
})
