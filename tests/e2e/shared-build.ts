import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {expect, inject} from 'vitest'
import {kpiProcess} from './command-line.ts'

/**
 * A project built from nothing once in a run of the tests, by the file that asks first; the others wait. Gives the target, which is for
 * reading only.
 */
export async function sharedBuild(name: string, project: string): Promise<string> {
  const place = join(inject('shared'), name)
  const [target, outcome] = [join(place, 'target'), join(place, 'outcome')]
  if (mkdirSync(place, {recursive: true}) !== undefined) {
    const run = await kpiProcess(['build', '--project', project, '--target', target, '--format', 'json'])
    writeFileSync(`${outcome}.draft`, run.status === 0 ? 'built' : run.stderr)
    renameSync(`${outcome}.draft`, outcome)
  }
  while (!existsSync(outcome)) await sleep(100)
  expect(readFileSync(outcome, 'utf8')).toBe('built')
  return target
}
