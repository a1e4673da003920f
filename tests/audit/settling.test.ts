import {afterAll, beforeAll, expect, test} from 'vitest'
import {type Settling, settlingOf} from '../../scripts/audit/settling.ts'
import {tooEarly} from '../../scripts/audit/too-early.ts'
import {verdictsOf} from '../../scripts/audit/verdicts.ts'
import type {Kpi} from '../../scripts/catalog/definitions.ts'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Database, openDatabase} from '../../scripts/sql/duckdb.ts'
import {sayingSettling, settlingLines, settlingMarkdown} from '../../scripts/ui/settling-text.ts'
import {LIBRARY} from '../engine/library.ts'

// Ten days, the first to the tenth of January, replayed at the end of days: what each figure was then is written out by hand.

let database: Database
beforeAll(async () => {
  database = await openDatabase()
  await database.run(`
    attach ':memory:' as today;
    create schema today.marts;
    create schema today.meta;
    create schema audit;
    create table today.meta.data_end as select timestamp '2026-01-21 12:00:00' as ends_at_local;
    create table today.marts.kpi_values as
      select kpi_ref, 'day' as grain, 'total' as dimension, day as period_start, day + 1 as period_end,
        case when kpi_ref = 'Mean' and day = date '2026-01-02' then null else value end as value
      from (values ('Sum', 10.0), ('Mean', 4.0), ('Still', 7.0)) as kpis (kpi_ref, value)
      cross join (select cast(unnest(generate_series(date '2026-01-01', date '2026-01-10', interval 1 day)) as date) as day);
    create table audit.compared as
      select cast(unnest(generate_series(date '2026-01-01', date '2026-01-06', interval 1 day)) as date) as day,
        'Sum' as kpi_ref, 'total' as dimension, 1 as figures;
    create table audit.moves (
      day date, kpi_ref varchar, grain varchar, period_start date, period_end date, dimension varchar,
      dimension_value varchar, value_then double, value_now double)`)
  const moved = (ref: string, period: number, seen: number, then: number | string, dimension = 'total') =>
    `(date '2026-01-0${seen}', '${ref}', 'day', date '2026-01-0${period}', date '2026-01-0${period}' + 1, '${dimension}', null, ${then}, 0)`
  await database.run(
    `insert into audit.moves values ${[
      // at the end of the days themselves 4, 6, 4, 6, 4 and (unchanged) 10 of 10 were there
      ...[4, 6, 4, 6, 4].map((then, i) => moved('Sum', i + 1, i + 1, then)),
      // a day later 9 of 10, twice of five
      moved('Sum', 1, 2, 9),
      moved('Sum', 3, 4, 9),
      // ratios 0.5, (NULL now: left out), 0.75, 1.5 (it falls), NULL then: left out; 1
      moved('Mean', 1, 1, 2),
      moved('Mean', 2, 2, 3),
      moved('Mean', 3, 3, 3),
      moved('Mean', 4, 4, 6),
      // broken down, figures don't count for the curve, but for the warning
      moved('Sum', 1, 5, 1, 'shelf'),
      // seen different after 5 days: today's figures are final only after 6, whatever settles_after says
      moved('Restless', 1, 6, 1),
    ].join(', ')}`,
  )
})
afterAll(() => database.close())

const kpi = (ref: string, additivity: Kpi['additivity'], settles: string, fixed = false) =>
  ({
    ref,
    additivity,
    input: {fixed, settles_after: settles},
    dimensions: ['shelf'],
    measures: [],
    dependsOn: [],
  }) as unknown as Kpi

const SUM = kpi('Sum', 'additive', '3 days')
const MEAN = kpi('Mean', 'none', '3 days')

const points = (settling: readonly Settling[], ref: string) =>
  Object.fromEntries(
    settling.find(each => each.kpi.ref === ref)!.points.map(({days, share, figures}) => [days, [share, figures]]),
  )

test('sums are pooled, other figures are the median of the ratios; ages with fewer than five figures are left out', async () => {
  const settling = await settlingOf(database, [SUM, MEAN, kpi('Still', 'additive', '1 day', true)])
  expect(settling.map(each => each.kpi.ref)).toEqual(['Sum', 'Mean'])
  // (4 + 6 + 4 + 6 + 4 + 10) / 60; (9 + 10 + 9 + 10 + 10) / 50; after 3 days there are three figures only
  expect(points(settling, 'Sum')).toEqual({0: [0.566667, 6], 1: [0.96, 5]})
  // of 0.5, 0.75, 1.5, 1, 1
  expect(points(settling, 'Mean')).toEqual({0: [1, 5]})
})

test('only days whose figure is final are taken', async () => {
  // 17 days: final are the first three days (and a half day doesn't count)
  expect(points(await settlingOf(database, [kpi('Sum', 'additive', '17 days')]), 'Sum')).toEqual({})
  // 15 days: the first five
  expect(points(await settlingOf(database, [kpi('Sum', 'additive', '15 days')]), 'Sum')).toEqual({
    0: [0.48, 5],
    1: [0.96, 5],
  })
})

test('the table has the KPIs that moved, and a dash where too little is known', () => {
  const table = sayingSettling([
    {
      kpi: SUM,
      points: [
        {days: 0, share: 0.566667, figures: 6},
        {days: 1, share: 0.96, figures: 5},
      ],
    },
    {kpi: MEAN, points: [{days: 1, share: 1.254, figures: 5}]},
    {kpi: kpi('Still', 'none', '1 day'), points: [{days: 0, share: 0.9996, figures: 8}]},
  ])!
  expect(settlingLines(table).slice(1)).toEqual([
    '            0      1',
    '  Sum    57 %   96 %',
    '  Mean      –  125 %',
  ])
  expect(settlingMarkdown(table).split('\n').slice(-4)).toEqual([
    '| KPI | 0 | 1 |',
    '| --- | --: | --: |',
    '| Sum | 57 % | 96 % |',
    '| Mean | – | 125 % |',
  ])
})

test('a settles_after that is too short is a warning at its place, with what was measured and what would fit', async () => {
  const project = await loadProject(LIBRARY)
  const {definitions} = project
  const ref = [...definitions.kpis.values()].find(each => each.input.settles_after !== undefined)!.ref
  const [verdict] = await verdictsOf(database, [SUM])
  expect(verdict).toMatchObject({settlesTooEarly: true, late: {dimension: 'shelf', days: 4}, lastMoved: 4})
  const {input} = definitions.kpis.get(ref)!
  const [problem] = tooEarly(project, [{...verdict!, kpi: {...SUM, ref, input}}])
  expect(problem).toMatchObject({
    code: 'settles-too-early',
    severity: 'warning',
    message: `${ref} by shelf still moved 4 days after its period; settles_after says ${input.settles_after}`,
    file: 'kpi-catalog.yml',
    hint: 'settles_after: 5 days would fit what was replayed; kpi audit --samples looks at more days',
  })
  const lines = project.catalog.yaml.text.split('\n')
  expect(lines[problem!.line! - 1]!.slice(problem!.column! - 1)).toContain(input.settles_after)
})
