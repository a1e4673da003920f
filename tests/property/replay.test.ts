import fc from 'fast-check'
import {beforeAll, expect, test} from 'vitest'
import type {Compiled} from '../../scripts/compile/project.ts'
import {contents, withBuild} from './builds.ts'
import {report} from './compare.ts'
import type {Sources} from './contract.ts'
import {cut} from './cut.ts'
import {drafts} from './drafts.ts'
import {loadEngineProject} from './engine.ts'
import {rowsOf} from './events.ts'
import {iso, season} from './moments.ts'
import {check, TIMEOUT} from './run.ts'

let compiled: Compiled
beforeAll(async () => {
  compiled = await loadEngineProject()
})

function changes(asOf: ReadonlyMap<string, string[]>, ofCut: ReadonlyMap<string, string[]>): string[] {
  const lines: string[] = []
  for (const name of new Set([...asOf.keys(), ...ofCut.keys()])) {
    const [a, b] = [asOf.get(name) ?? [], ofCut.get(name) ?? []]
    const [inA, inB] = [new Set(a), new Set(b)]
    for (const row of a) if (!inB.has(row)) lines.push(`${name}, only as of the instant: ${row}`)
    for (const row of b) if (!inA.has(row)) lines.push(`${name}, only from the sources cut: ${row}`)
    if (a.length !== b.length)
      lines.push(`${name}: ${a.length} rows as of the instant, ${b.length} from the sources cut`)
  }
  return lines
}

/** An instant at which something happens about halfway through the sources, or just before it. */
function halfway(sources: Sources, {nth, off}: {nth: number; off: number}): number {
  const texts = Object.values(sources).flatMap(rows => rows.flatMap(row => Object.values(row)))
  const instants = texts.filter(text => typeof text === 'string' && text.endsWith('Z')).map(text => Date.parse(text))
  instants.sort((a, b) => a - b)
  return instants[Math.floor(instants.length * (0.35 + nth / 100))]! + off
}

/** A draft journey, which no KPI reads, begun at the instant: so the sources' last timestamp is that instant. */
function lastingTo(sources: Sources, instant: number): Sources {
  const marker = {journey_id: 'marker', name: 'Marker', status: 'draft', started_at: iso(instant)}
  return {...sources, journeys: [...(sources.journeys ?? []), marker]}
}

const at = fc.record({nth: fc.nat(40), off: fc.constantFrom(0, 0, -1)})
const arbitrary = fc.record({first: season, drawn: drafts(false), at}).map(({first, drawn, at}) => {
  const sources: Sources = {...rowsOf(first, drawn)}
  return {sources, instant: halfway(sources, at)}
})

test.each([
  ['the facts', 8, 'facts'],
  ['the facts and marts', 1, undefined],
] as const)(
  '%s as of an instant are those of the sources as they stood then',
  {timeout: TIMEOUT},
  async (_, runs, only) => {
    await check(arbitrary, runs, async ({sources, instant}) => {
      const whole = lastingTo(sources, instant)
      const asOf = await withBuild(compiled, whole, {asOf: instant, only}, contents)
      const ofCut = await withBuild(compiled, cut(whole, instant), {only}, contents)
      expect(asOf.size).toBeGreaterThan(10)
      const lines = changes(asOf, ofCut)
      if (lines.length > 0) throw new Error(report(lines, {as_of: iso(instant)}, sources))
    })
  },
)
