import {appendFileSync, cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {expect} from 'vitest'
import {copyProject} from '../e2e/command-line.ts'
import {LIBRARY} from '../engine/library.ts'

const CATALOG = 'kpi-catalog.yml'

type Edit = (project: string) => void

const as: Edit = () => undefined

/** Replaces a text that is there. */
const replace =
  (file: string, from: string | RegExp, to: string): Edit =>
  project => {
    const path = join(project, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toMatch(from)
    writeFileSync(path, text.replace(from, to))
  }

const append =
  (file: string, text: string): Edit =>
  project =>
    appendFileSync(join(project, file), text)

const write =
  (file: string, text: string): Edit =>
  project =>
    writeFileSync(join(project, file), text)

const ENTRY = `
  Test-Card-1:
    family: footfall
    name: {en: Loans per visit, de: Ausleihen je Besuch}
    description: {en: Loans divided by visits., de: Ausleihen durch Besuche.}
    numerator: Loan-Card-1
    denominator: Visit-Card-1
    unit: number
    fixed: true
`
const MART = `with kpi_values as (\n\n    select * from {{ref "kpi_values"}}\n\n)\n\nselect kpi_values.kpi_ref, max(kpi_values.value) as most\nfrom kpi_values\ngroup by kpi_values.kpi_ref\norder by kpi_values.kpi_ref\n`

/** What can be edited: for each thing the ways in which it can stand, the first as it comes. */
const EDITS = {
  condition: [
    as,
    replace(CATALOG, 'where: renewals > 0', 'where: renewals > 1'),
    replace(CATALOG, 'where: renewals > 0', 'where:   renewals>0'),
  ],
  anchor: [as, replace(CATALOG, /(average: renewals\n\s+from: fct_loans\n\s+date: )loaned_at/, '$1returned_at')],
  removed: [as, replace(CATALOG, / {2}Visit-Card-2:\n[\s\S]*?\n(?=\ncomponents)/, '')],
  added: [as, replace(CATALOG, '\ncomponents:\n', `${ENTRY}\ncomponents:\n`)],
  promise: [
    as,
    replace(CATALOG, /(count_distinct: borrower_id[\s\S]*?fixed: )true/, '$1false\n    settles_after: 90 days'),
  ],
  words: [as, replace(CATALOG, 'name: {en: Active borrowers', 'name: {en: Readers'), append(CATALOG, '\n# a remark\n')],
  slots: [as, replace(CATALOG, '- {to: 1 h, label: {en: < 1 h', '- {to: 2 h, label: {en: < 2 h')],
  columns: [as, replace(CATALOG, 'columns: [Loan-Card-1, Loan-Card-3,', 'columns: [Loan-Card-1,')],
  donut: [as, replace(CATALOG, / {2}Hold-Donut-1:\n[\s\S]*?(?= {2}Loan-Line-1:)/, '')],
  calendar: [
    as,
    replace(CATALOG, '\ndimensions:\n', '\ncalendar: {from: 2026-02-01, to: 2026-12-31}\n\ndimensions:\n'),
  ],
  timezone: [as, replace(CATALOG, 'timezone: America/New_York', 'timezone: Asia/Tokyo')],
  model: [
    as,
    replace('models/facts/fct_loans.sql', 'left join borrowers', 'inner join borrowers'),
    replace('models/facts/fct_loans.sql', 'final as (', '-- the loans\nfinal as (\n'),
  ],
  staging: [as, replace('models/staging/stg_visits.sql', 'select', '-- as they come\nSELECT')],
  mart: [as, write('models/marts/most.sql', MART), write('models/marts/most.sql', MART.replace('max(', 'min('))],
  broken: [
    as,
    write('models/marts/broken.sql', 'select error(\'broken\') as broken, period_start from {{ref "lending"}}\n'),
  ],
  macro: [
    as,
    replace('macros/seconds.sql', 'cast(0.000001 as decimal(7, 6))', 'cast(0.000002 as decimal(7, 6))'),
    replace('macros/seconds.sql', '{{!-- seconds(start, stop): elapsed', '{{!-- seconds(start, stop): the elapsed'),
  ],
  label: [as, replace('macros/label.sql', '(none)', '(nothing)')],
  quantile: [as, append('macros/aggregate_quantile.sql', '\n-- interpolated\n')],
  template: [
    as,
    replace(
      'models/marts/kpi_values.sql',
      'to_days(promises.settles_after_days)',
      'to_days(promises.settles_after_days + 1)',
    ),
    replace('models/marts/family.sql', 'final as (', '-- side by side\nfinal as ('),
  ],
  loans: [
    as,
    append('seeds/loans.csv', 'X1,b1,main,t9,dvd,2,2026-06-05T10:00:00Z,2026-06-06T16:00:00Z,false\n'),
    replace('seeds/loans.csv', /\n.*\n$/, '\n'),
  ],
  visits: [
    as,
    append(
      'seeds/visits.ndjson',
      '{"visit_id": "X1", "branch_id": "main", "entered_at": "2027-01-10T10:00:00Z", "items_browsed": 4}\n',
    ),
  ],
} satisfies Record<string, readonly Edit[]>

/** How each thing stands: which of its ways, by number. */
export type Standing = Readonly<Record<keyof typeof EDITS, number>>

const THINGS = Object.keys(EDITS) as (keyof typeof EDITS)[]
export const PLAIN = Object.fromEntries(THINGS.map(name => [name, 0])) as Standing

/** What touches every figure, and so would hide what becomes of single ones. */
const WIDE: readonly string[] = ['calendar', 'timezone', 'label', 'template', 'loans', 'visits']

/**
 * Edits one after the other: everything that can be edited is, a few things at a time and in any order, in one of its ways; in one
 * step a model cannot be built. Then all is taken back, and what touches every figure is edited.
 */
export function editings(): fc.Arbitrary<Standing[]> {
  const single = THINGS.filter(name => name !== 'broken' && !WIDE.includes(name))
  const wide = THINGS.filter(name => WIDE.includes(name))
  return fc
    .tuple(stepsOf(single, 3), stepsOf(wide, 2), fc.nat(2))
    .map(([first, then, broken]) => [
      ...first.map((standing, step) => ({...standing, broken: step === broken ? 1 : 0})),
      PLAIN,
      ...then,
    ])
}

/** Some steps in which all these things are edited. */
function stepsOf(things: readonly (keyof typeof EDITS)[], steps: number): fc.Arbitrary<Standing[]> {
  const all = {minLength: things.length, maxLength: things.length}
  return fc.tuple(fc.shuffledSubarray([...things], all), fc.array(fc.nat(), all)).map(([order, ways]) => {
    const share = Math.ceil(order.length / steps)
    return Array.from({length: steps}, (_, step): Standing => {
      const edited = order.slice(0, (step + 1) * share)
      const standing = edited.map((name, i) => [name, 1 + (ways[i]! % (EDITS[name].length - 1))])
      return {...PLAIN, ...Object.fromEntries(standing)}
    })
  })
}

/** Writes the project as it stands into a folder. */
export function writeProject(folder: string, standing: Standing): string {
  rmSync(folder, {recursive: true, force: true})
  copyProject(LIBRARY, folder)
  cpSync(join(LIBRARY, 'models'), join(folder, 'models'), {recursive: true})
  replace(CATALOG, /^paths: .*$/m, 'paths: {models: [models/staging, models/facts, models/marts]}')(folder)
  for (const name of THINGS) EDITS[name][standing[name]]!(folder)
  return folder
}
