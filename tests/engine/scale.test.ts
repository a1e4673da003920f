import {join} from 'node:path'
import {expect, test} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {compileProject, writeCompiled} from '../../scripts/compile/project.ts'
import {fingerprints} from '../../scripts/plan/fingerprints.ts'
import {planWork} from '../../scripts/plan/plan.ts'
import {restriction} from '../../scripts/plan/select.ts'
import {selectable} from '../../scripts/plan/selectable.ts'
import {manifestOf} from '../../scripts/results/manifest.ts'
import {temporaryFolder} from '../e2e/command-line.ts'
import {writeLarge} from './scale.ts'

const folder = temporaryFolder()
const GIVEN = {sources: new Map(), dataEnd: ''}

/** Processor time in milliseconds that this process needs to read, compile, write, fingerprint, plan, select from and describe a project of this size. */
async function cost(size: number): Promise<number> {
  const project = writeLarge(join(folder, String(size)), size)
  const before = process.cpuUsage()
  const compiled = compileProject(await loadProject(project))
  writeCompiled(compiled, join(project, 'target'))
  const {nodes, measures, parts} = fingerprints(compiled, {...GIVEN, calendar: 'calendar'})
  const kinds = new Map(compiled.nodes.map(node => [node.name, node.kind]))
  const known = {nodes, measures, parts, kinds, calendar: 'calendar', inputs: new Map()}
  expect(planWork(compiled, GIVEN, known, undefined).work).toMatchObject({build: [], drop: []})
  const restricted = restriction(selectable(compiled), compiled.nodes, {select: ['fct_many_0+']})
  expect(restricted.only!.size).toBeGreaterThan(20)
  expect(Object.keys(manifestOf(compiled).nodes).length).toBeGreaterThan(20)
  const {user} = process.cpuUsage(before)
  return user / 1000
}

test('what a project costs grows with its size, not with its square', async () => {
  await cost(20) // what is only done once is done
  const [small, large] = [await cost(60), await cost(360)]
  // six times the size: six times the cost, and 36 times if anything were compared with everything; machines are uneven
  expect(large / small).toBeLessThan(13)
}, 240_000)
