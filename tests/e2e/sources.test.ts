import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Compiled, compileProject} from '../../scripts/compile/project.ts'
import {contents, withBuildFrom} from '../property/builds.ts'
import {ROOT, temporaryFolder} from './command-line.ts'
import {FORMATS, SOURCES, writeSmallSources} from './demonstration.ts'

const folder = temporaryFolder()
const sources = (name: string) => join(folder, 'sources', name)

/** Each source in another format, in a different one in each mixture. */
const formatOf = (shift: number) => (name: string) =>
  FORMATS[(Object.keys(SOURCES).indexOf(name) + shift) % FORMATS.length]!
const MIXTURES = [0, 2]

let compiled: Compiled
let csv: Map<string, string[]>

beforeAll(async () => {
  await writeSmallSources(5, {
    [sources('csv')]: () => 'csv',
    ...Object.fromEntries(MIXTURES.map(shift => [sources(`mixture ${shift}`), formatOf(shift)])),
  })
  compiled = compileProject(await loadProject(ROOT))
  csv = await facts('csv')
})

/** The facts built from a folder of sources; nothing else reads sources, so the marts are what these make them. */
function facts(name: string): Promise<Map<string, string[]>> {
  return withBuildFrom(compiled, sources(name), {only: 'facts'}, contents)
}

describe('sources of other formats give the same facts as CSV', () => {
  it('which are not empty', () => {
    expect(csv.size).toBeGreaterThan(15)
    // of a first version, nothing is restated
    expect([...csv].filter(([, rows]) => rows.length === 0).map(([name]) => name)).toEqual(['marts.kpi_restatements'])
    expect(csv.get('facts.fct_messages')!.length).toBeGreaterThan(100)
  })

  it.each(MIXTURES)('mixture %i', async shift => {
    const found = await facts(`mixture ${shift}`)
    expect([...found.keys()]).toEqual([...csv.keys()])
    for (const [name, rows] of found) expect(rows, name).toEqual(csv.get(name))
  })
})
