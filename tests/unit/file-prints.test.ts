import {readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {filePrints} from '../../scripts/warehouse/file-prints.ts'
import {temporaryFolder} from '../e2e/command-line.ts'

const folder = temporaryFolder()
const known = join(folder, 'files.json')
const file = join(folder, 'x.csv')

async function printOf(): Promise<string> {
  const prints = filePrints(known)
  const print = await prints.of(file)
  prints.save()
  return print
}
const remembered = () => JSON.parse(readFileSync(known, 'utf8')) as Record<string, {fingerprint: string}>

test('a file is read again while it is fresh, and after every change, however it is dated', async () => {
  writeFileSync(file, 'one')
  const one = await printOf()
  // it may be written again in the same tick of the clock
  expect(remembered()).toEqual({})
  await new Promise(resolve => setTimeout(resolve, 2100))
  expect(await printOf()).toBe(one)
  expect(remembered()[file]).toMatchObject({fingerprint: one})

  // what is remembered is used: the file itself is not read
  writeFileSync(known, JSON.stringify({[file]: {...remembered()[file], fingerprint: 'remembered'}}))
  expect(await printOf()).toBe('remembered')

  // as long, and with the date of before: only the time of change tells
  const {atime, mtime} = statSync(file)
  writeFileSync(file, 'two')
  utimesSync(file, atime, mtime)
  const two = await printOf()
  expect([one, 'remembered']).not.toContain(two)

  writeFileSync(known, '{"half')
  expect(await printOf()).toBe(two)
})
