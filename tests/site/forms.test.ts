import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {chart} from '../../scripts/site/charts/index.ts'
import {placeBeside} from '../../scripts/site/charts/labels.ts'
import type {SiteRows} from '../../scripts/site/figures.ts'
import {list} from '../../scripts/site/list.ts'
import {table} from '../../scripts/site/table.ts'
import {temporary} from '../engine/library.ts'
import {libraryWithForms} from './forms.ts'
import {part, series, viewOf} from './view.ts'

const work = temporary()
let project: Project

beforeAll(async () => {
  project = await loadProject(libraryWithForms(work.folder))
})
afterAll(work.remove)

const FEBRUARY = {start: '2026-02-01', end: '2026-03-01'}
const view = (rows: Partial<SiteRows>) => viewOf(rows, {project})
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('&#160;', ' ')
const words = (text: string) => plain(text.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ')
const caption = (text: string) => words(/<figcaption>(.*?)<\/figcaption>/s.exec(text)![1]!).trim()
const labels = new Map([['branch', new Map([['b1', 'Main & Harbour']])]])

describe('a matrix', () => {
  const cell = (row: string, column: string, value: number, sample: number) =>
    part('Loan-Matrix-1 Loan-Card-3', 'branch*format', `${row}\u001f${column}`, value, sample)
  const cells = [cell('b1', 'book', 3, 9), cell('b1', 'dvd', 2, 6), cell('b2', 'book', 1, 7), cell('b2', 'audio', 5, 1)]
  const values = [
    ...series('Loan-Card-3', [1, 2, 1]),
    ...series('Loan-Card-3', [1, 2.5, 1], {dimension: 'branch', dimension_value: 'b1'}),
    ...series('Loan-Card-3', [1, 1.5, 1], {dimension: 'branch', dimension_value: 'b2'}),
  ]

  test('colours its cells by their distance and names those that rest on enough', async () => {
    const {text} = chart(await view({figures: [...values, ...cells], labels}), 'Loan-Matrix-1', true)
    expect(words(text)).toContain('3.0 +50 % (9)')
    expect(text).toMatch(/<td class="cell above-1" data-value="3"><b>3\.0/)
    expect(text).toMatch(/<td class="cell below-1" data-value="1"><b>1\.0/)
    expect(text).toMatch(/<td class="cell above-3 few" data-value="5"><b>5\.0/)
    expect(text).toMatch(/<td class="cell" data-value="2"><b>2\.0/) // no distance, no colour
    expect(text).toContain('<td></td>') // nothing there
    expect(caption(text)).toMatch(
      /^Highest: Main &amp; Harbour, Book with 3.0 \(9\); lowest: b2, Book with 1.0 \(7\), of those that rest on at least 5\./,
    )
    expect([...text.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(match => match[1])).toEqual([
      'Main &amp; Harbour',
      'b2',
      'Total',
    ])
  })

  test('says why it is empty', async () => {
    expect(caption(chart(await view({}), 'Loan-Matrix-1', true).text)).toBe(
      'Nothing to show: no event of this kind in the period.',
    )
  })
})

describe('a table by several dimensions', () => {
  const figures = [
    part('Loan-Card-1', 'branch', 'b1', 4),
    part('Loan-Card-3', 'branch', 'b1', 1),
    part('Loan-Card-1', 'format', '(none)', 3),
    part('Loan-Table-1 Loan-Card-1', 'borrower', 'r1', 2),
  ]

  test('offers each of them as a part of its own, with its columns', async () => {
    const {text} = table(await view({labels, figures}), 'Loan-Table-1', true)
    expect([...text.matchAll(/<input type="radio"[^>]*>(\w+)/g)].map(match => match[1])).toEqual([
      'Branch',
      'Format',
      'Reader',
    ])
    expect(text.match(/ checked/g)).toHaveLength(1)
    expect(text).toContain('id="Loan-Table-1-borrower"')
    const parts = text.split(/<div class="of of-\d">/).slice(1)
    expect(parts.map(part => /<th scope="row">(.*?)</.exec(part)![1])).toEqual([
      'Main &amp; Harbour',
      'Not given',
      'r1',
    ])
    // the KPIs lack readers: only the column that the table defines for them
    expect(parts.map(part => part.match(/<th scope="col"/g)!.length)).toEqual([3, 3, 2])
  })

  test('marks the targets of single values, met or not', async () => {
    const kpi = project.definitions.kpis.get('Loan-Card-3')!
    const target = {by: {branch: {b1: {min: 2}, b2: {max: 3}}}}
    const targeted = {...kpi, input: {...kpi.input, target}} as typeof kpi
    const kpis = new Map([...project.definitions.kpis, ['Loan-Card-3', targeted]])
    // b3 has none
    const shown = await viewOf(
      {figures: [...figures, part('Loan-Card-3', 'branch', 'b2', 2.5), part('Loan-Card-3', 'branch', 'b3', 9)], labels},
      {project: {...project, definitions: {...project.definitions, kpis}}},
    )
    expect(words(table(shown, 'Loan-Table-1', true).text).match(/target at \w+ [\d.]+: (not )?met/g)).toEqual([
      'target at least 2.0: not met',
      'target at most 3.0: met',
    ])
  })

  test('of one dimension offers nothing', async () => {
    expect(table(await view({}), 'Branch-List-1', true).text).not.toContain('<input')
  })
})

describe('a scatter', () => {
  const point = (dimension: string, value: string, x: number | null, y: number, size: number) => [
    ...(x === null ? [] : [part('Loan-Card-3', dimension, value, x)]),
    part('Loan-Card-8', dimension, value, y),
    part('Loan-Card-1', dimension, value, size),
  ]
  const figures = [
    ...point('branch', 'b1', 1, 0.2, 40),
    ...point('branch', 'b2', 3, 0.05, 10),
    ...point('branch', 'b3', null, 0.5, 10),
    ...point('format', 'dvd', 2, 0.1, 50),
  ]

  test('labels its points and tells the highest and the lowest', async () => {
    const {text} = chart(await view({labels, figures}), 'Loan-Scatter-1', true)
    expect(caption(text)).toContain(
      'Highest damaged returns: Main &amp; Harbour with 20.0 % (at 1.0); lowest: b2 with 5.0 % (at 3.0).',
    )
    expect(text).toMatch(/<text[^>]*>Main &amp; Harbour<\/text>/)
    expect(text.match(/<svg /g)).toHaveLength(4) // two dimensions, each wide and narrow
    expect(text.match(/<circle/g)).toHaveLength(6) // what lacks a figure is left out
    expect(text).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('puts labels where they touch neither points nor each other', () => {
    const dot = (cx: number, cy: number) => ({cx, cy, r: 5, width: 40, height: 12})
    const places = placeBeside([dot(50, 50), dot(70, 50), dot(52, 50)], {left: 0, top: 0, right: 120, bottom: 100})
    expect(places[0]).toMatchObject({anchor: 'end'}) // the second point is in the way on the right
    expect(places[1]).toMatchObject({anchor: 'start'})
    expect(places[2]).toMatchObject({anchor: 'middle'})
    expect(placeBeside([dot(20, 10), dot(30, 10)], {left: 0, top: 4, right: 40, bottom: 16})).toEqual([
      undefined,
      undefined,
    ])
  })
})

test('bars stand in the order of the catalog, each with its figure, each group for itself', async () => {
  const format = (value: string, amount: number) =>
    series('Loan-Card-1', [amount + 1, amount, 1], {dimension: 'format', dimension_value: value})
  const values = [...series('Loan-Card-1', [90, 100, 1]), ...format('dvd', 20), ...format('book', 80)]
  const {text} = chart(await view({figures: values}), 'Loan-Bars-1', true)
  expect(caption(text)).toMatch(/^Loans ranged from 20 \(DVD\) to 100 \(All\)\./)
  expect(caption(text)).toContain('Grey: January 2026.')
  expect(
    [
      ...text.matchAll(
        /<th scope="row">(.*?)<\/th><td class="number" data-value="\d+">(.*?)<\/td><td class="number" data-value="\d+">(.*?)</g,
      ),
    ].map(([, name, now, before]) => [plain(name!), now, before]),
  ).toEqual([
    ['Loans – All', '100', '90'],
    ['Loans – Book', '80', '81'],
    ['Loans – DVD', '20', '21'],
  ])
  expect(text.match(/<h4>/g)).toHaveLength(1) // the other group has no figure
})

test('a histogram draws the share of each slot beside its count', async () => {
  const slots = [
    {count: 6, share: 0.5},
    {count: 0, share: null},
    {count: 2, share: 0.25},
  ].flatMap(({count, share}, slot) => [
    series(`Loan-Bar-2.${slot}`, [0, count])[1]!,
    series(`Loan-Bar-2.${slot}.share`, [0, share])[1]!,
  ])
  const {text} = chart(await view({figures: slots}), 'Loan-Bar-2', true)
  expect(caption(text)).toContain('Damaged ranged from 25.0 % (“3 or more”) to 50.0 % (“None”).')
  expect(plain(text)).toContain(
    '<th scope="row">1-2</th><td class="number" data-value="0">0</td><td class="number" data-value="0">0 %</td><td class="number" data-value="">–</td>',
  )
  expect(plain(text)).toMatch(/<text[^>]*>50\.0 %<\/text>/)
  expect(text).not.toMatch(/NaN|undefined/)
})

describe('a list', () => {
  const cells = {title_id: '<b>Moby</b> & co', branch_id: 'b1', renewals: null, loaned_at: '2026-02-28 23:59:01'}

  test('shows local times, names and escaped words', async () => {
    const lists = new Map([['Loan-List-1', [{...FEBRUARY, of: 31, cells}]]])
    const {text} = list(await view({lists, labels}), 'Loan-List-1', true)
    expect(text).toContain('<time datetime="2026-02-28T23:59">28 February 2026, 23:59</time>')
    expect(text).toContain('&lt;b&gt;Moby&lt;/b&gt; &amp; co')
    expect(text).toContain('Main &amp; Harbour')
    expect(text).toContain('class="number" data-label="Renewals" data-value="">–<')
    expect(words(text)).toContain('February 2026, the latest 1 of 31')
  })

  test('that has no rows at hand says so', async () => {
    expect(list(await view({}), 'Loan-List-1', true).text).toContain('for the preset periods only')
  })

  test('says why it is empty', async () => {
    expect(list(await view({lists: new Map([['Loan-List-1', []]])}), 'Loan-List-1', true).text).toContain(
      'Nothing to show',
    )
  })
})
