import {appendFileSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {compileProject} from '../../scripts/compile/project.ts'
import {fingerprint, fingerprintFile} from '../../scripts/core/hash.ts'
import {type Fingerprints, fingerprints} from '../../scripts/plan/fingerprints.ts'
import {copyProject, DESK, temporaryFolder} from '../e2e/command-line.ts'

const folder = temporaryFolder()
const SOURCES = {tickets: 'content 1', replies: 'content 2'}
let count = 0

/** Fingerprints of the project with texts of its files replaced. */
async function of(
  edits: Record<string, [string, string]> = {},
  sources = SOURCES,
  dataEnd = '2026-03-04',
  calendar = 'March',
): Promise<Fingerprints> {
  const project = copyProject(DESK, join(folder, `p${count++}`))
  for (const [file, [from, to]] of Object.entries(edits)) {
    const text = readFileSync(join(project, file), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(project, file), text.replace(from, to))
  }
  const compiled = compileProject(await loadProject(project))
  return fingerprints(compiled, {sources: new Map(Object.entries(sources)), dataEnd, calendar})
}

/** Names whose fingerprint differs (or that only one has), macros apart. */
function changed(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter(name => a.get(name) !== b.get(name)).sort()
}

let base: Fingerprints
beforeAll(async () => {
  base = await of()
})

describe('what a change makes stale', () => {
  it('is nothing when nothing changes', async () => {
    const again = await of()
    expect(changed(base.nodes, again.nodes)).toEqual([])
    expect(changed(base.measures, again.measures)).toEqual([])
  })

  it('is only the measure whose condition changes, and what is made of it', async () => {
    const next = await of({'kpi-catalog.yml': ['where: in_period(closed_at)', 'where: before_end(closed_at)']})
    expect(changed(base.measures, next.measures)).toEqual(['Desk-Card-2'])
    expect(changed(base.nodes, next.nodes)).toEqual([
      'desk',
      'kpi_catalog',
      'kpi_values',
      'macro/desk_card_2',
      'measures/tickets_by_opened_at',
    ])
  })

  it('is no measure when a name changes', async () => {
    const next = await of({'kpi-catalog.yml': ['name: {en: New tickets,', 'name: {en: Tickets,']})
    expect(changed(base.nodes, next.nodes)).toEqual(['kpi_catalog'])
    expect(changed(base.measures, next.measures)).toEqual([])
  })

  it('is what reads a fact whose model changes', async () => {
    const next = await of({'models/facts/fct_replies.sql': ['inner join tickets', 'left join tickets']})
    expect(changed(base.measures, next.measures)).toContain('Desk-Card-3.numerator')
    expect(changed(base.nodes, next.nodes)).toContain('fct_replies')
    expect(changed(base.nodes, next.nodes)).not.toContain('fct_tickets')
  })

  it('is everything downstream of a source whose content changes, but no macro, which holds no rows', async () => {
    const next = await of({}, {...SOURCES, replies: 'other'})
    const stale = changed(base.nodes, next.nodes)
    expect(stale).toEqual(
      expect.arrayContaining(['stg_replies', 'fct_replies', 'measures/replies_by_sent_at', 'kpi_values', 'desk']),
    )
    expect(stale.filter(name => /tickets$|^macro|catalog/.test(name))).toEqual([])
  })

  it('is what looks at the end of the data when that moves', async () => {
    const next = await of({}, SOURCES, '2026-03-05')
    expect(changed(base.nodes, next.nodes)).toEqual(expect.arrayContaining(['kpi_values', 'periods']))
    expect(changed(base.nodes, next.nodes)).not.toContain('fct_tickets')
  })

  it('is what calls a macro that changes', async () => {
    const next = await of({'macros/seconds.sql': ['0.000001', '0.0000010']})
    expect(changed(base.measures, next.measures)).toContain('Desk-Card-2')
    expect(changed(base.nodes, next.nodes)).toContain('macro/desk_card_2')
  })
})

describe('fingerprints', () => {
  it('keep the parts apart', () => {
    expect(fingerprint('ab', 'c')).not.toBe(fingerprint('a', 'bc'))
    expect(fingerprint('a', '')).not.toBe(fingerprint('a'))
    expect(fingerprint('a', 'b')).toBe(fingerprint('a', 'b'))
  })

  it('of files follow their bytes', async () => {
    const file = join(folder, 'x.csv')
    writeFileSync(file, 'a')
    const before = await fingerprintFile(file)
    expect(await fingerprintFile(file)).toBe(before)
    appendFileSync(file, 'b')
    expect(await fingerprintFile(file)).not.toBe(before)
  })
})
