import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {loadProject} from '../../scripts/compile/load.ts'
import {type Compiled, compileProject} from '../../scripts/compile/project.ts'
import type {ProblemError} from '../../scripts/core/problem.ts'
import {matchesName, matchesPath} from '../../scripts/plan/glob.ts'
import type {Known} from '../../scripts/plan/methods.ts'
import {restriction, select, within} from '../../scripts/plan/select.ts'
import {type Item, selectable} from '../../scripts/plan/selectable.ts'
import {ROOT} from '../e2e/command-line.ts'

let compiled: Compiled
let items: readonly Item[]

beforeAll(async () => {
  compiled = compileProject(await loadProject(join(ROOT, 'tests', 'projects', 'library')))
  items = selectable(compiled)
})

/** What is chosen, of one kind. */
function chosen(text: string, kind: Item['kind'], exclude: string[] = [], known: Known = {}): string[] {
  const {chosen: ids} = select(items, {select: text.split(' '), exclude}, known)
  return items.filter(item => item.kind === kind && ids.has(item.id)).map(item => item.id.replace(/^(kpi|source):/, ''))
}
const nodes = (text: string, ...exclude: string[]) => chosen(text, 'node', exclude).sort()
const refs = (text: string, ...exclude: string[]) => chosen(text, 'entry', exclude)
const sources = (text: string) => chosen(text, 'source')

describe('a selector', () => {
  it('is a name, alone or with what is upstream or downstream, as far as it says', () => {
    expect(nodes('fct_holds')).toEqual(['fct_holds'])
    expect(nodes('+fct_holds')).toEqual(['fct_holds', 'stg_borrowers', 'stg_holds'])
    expect(sources('+fct_holds')).toEqual(['borrowers', 'holds'])
    expect(nodes('1+fct_holds')).toEqual(['fct_holds', 'stg_borrowers', 'stg_holds'])
    expect(sources('1+fct_holds')).toEqual([])
    expect(sources('2+fct_holds')).toEqual(['borrowers', 'holds'])
    expect(nodes('stg_visits+1')).toEqual(['fct_visits', 'stg_visits'])
    expect(nodes('stg_visits+')).toEqual(expect.arrayContaining(['fct_visits', 'kpi_values', 'footfall']))
    expect(nodes('0+fct_holds+0')).toEqual(['fct_holds'])
    expect(sources('1+stg_visits+1')).toEqual(['visits'])
  })

  it('follows KPIs to what is made from them, and facts to the KPIs that they are made into, but not the calendar', () => {
    expect(refs('kpi:Loan-Card-17')).toEqual(['Loan-Card-17'])
    expect(refs('Loan-Card-17')).toEqual(['Loan-Card-17'])
    const ofFines = ['Fine-Card-1', 'Fine-Card-2', 'Cost-Card-3', 'Cost-Card-4', 'Cost-Card-5']
    expect(refs('fct_fines+')).toEqual([...ofFines, 'Branch-List-1'])
    expect(refs('kpi:Fine-Card-1+')).toEqual(expect.arrayContaining(['Fine-Card-1', 'Cost-Card-3']))
    expect(refs('1+kpi:Cost-Card-3')).toEqual(['Fine-Card-1', 'Cost-Card-1', 'Cost-Card-3'])
    expect(nodes('1+kpi:Fine-Card-1')).toEqual(['fct_fines'])
  })

  it('is a tag, a family, a path, a source or a pattern of any of them', () => {
    expect(refs('family:holds')).toEqual(refs('kpi:Hold-*'))
    expect(refs('tag:headline').length).toBeGreaterThan(0)
    expect(nodes('path:models/facts')).toEqual(nodes('path:models/facts/*.sql'))
    expect(nodes('path:models/facts/fct_[fh]*.sql')).toEqual(['fct_fines', 'fct_holds'])
    expect(nodes('./models/facts/fct_holds.sql')).toEqual(['fct_holds'])
    expect(sources('source:*')).toHaveLength(8)
    expect(sources('source:l?ans')).toEqual(['loans'])
    expect(nodes('source:loans+1')).toEqual(['stg_loans'])
    expect(nodes('fct_*s,path:models/facts')).toEqual(nodes('fct_*'))
  })

  it('joins what blanks separate and keeps what commas have in common', () => {
    expect(nodes('fct_holds fct_fines')).toEqual(['fct_fines', 'fct_holds'])
    expect(nodes('+fct_holds,+fct_loans')).toEqual(['stg_borrowers'])
    expect(refs('kpi:Hold-Card-*,family:holds', 'kpi:*-6', 'Hold-Card-1')).not.toContain('Hold-Card-6')
    expect(nodes('+fct_holds', 'stg_*')).toEqual(['fct_holds'])
  })

  it('finds what has changed or failed, which may be nothing', () => {
    const known = {
      changed: new Set(['fct_loans', 'kpi:Loan-Card-1']),
      added: new Set(['kpi:Loan-Card-1']),
      results: new Map([
        ['fct_holds', 'error'],
        ['fct_fines', 'fail'],
        ['kpi_values', 'skipped'],
      ]),
    }
    expect(chosen('state:changed', 'node', [], known)).toEqual(['fct_loans'])
    expect(chosen('state:new', 'entry', [], known)).toEqual(['Loan-Card-1'])
    expect(chosen('result:failed', 'node', [], known).sort()).toEqual(['fct_fines', 'fct_holds'])
    expect(chosen('result:skipped', 'node', [], known)).toEqual(['kpi_values'])
    expect(chosen('result:error+1', 'node', [], known)).toContain('fct_holds')
    expect(chosen('state:new', 'node', ['fct_loans'], {added: new Set()})).toEqual([])
    expect(chosen('fct_*,result:warn', 'node', [], known)).toEqual([])
  })

  it('that holds two says how to write them', () => {
    try {
      select(items, {select: ['tag:a fct_holds']})
      expect.unreachable()
    } catch (error) {
      const [problem] = (error as ProblemError).problems
      expect(problem).toMatchObject({
        code: 'empty-selection',
        message: '"tag:a fct_holds" selects nothing',
        hint: 'give each selector as an argument of its own',
      })
    }
  })
})

describe('a build that is restricted', () => {
  const restricted = (text: string, ...exclude: string[]) =>
    restriction(items, compiled.nodes, {select: text === '' ? [] : text.split(' '), exclude})
  const built = (text: string, ...exclude: string[]) =>
    within(compiled.nodes, restricted(text, ...exclude)).map(node => node.name)

  it('has everything that the selected nodes read, the calendar too', () => {
    expect(built('fct_holds').sort()).toEqual(['fct_holds', 'stg_borrowers', 'stg_holds'])
    const some = built('kpi_values')
    expect(some).toEqual(expect.arrayContaining(['periods', 'fct_visits', 'measures/loans_by_loaned_at']))
    expect(some).not.toContain('lending')
    expect([...restricted('source:loans').only!]).toEqual(['source:loans'])
  })

  it('has, for a KPI, what computes and holds its figures', () => {
    const names = built('Fine-Card-1')
    expect(names).toEqual(
      expect.arrayContaining(['measures/fines_by_charged_at', 'macro/fine_card_1', 'kpi_values', 'finances']),
    )
    expect(names).not.toContain('macro/fine_card_2')
    expect(names).not.toContain('holds')
  })

  it('has nothing that is excluded, nor what is made from that', () => {
    const names = built('', 'fct_holds')
    expect(names).toContain('fct_loans')
    for (const name of ['fct_holds', 'measures/holds_by_placed_at', 'kpi_values', 'periods'])
      expect(names).not.toContain(name)
    // what is up to date can be read
    const stale = compiled.nodes.filter(node => node.name === 'kpi_values')
    expect(within(stale, restricted('', 'fct_holds'))).toEqual(stale)
  })

  it('still has what an excluded KPI shares with others', () => {
    const {excluded} = restricted('', 'kpi:Loan-Card-1')
    expect([...excluded!]).toEqual(['macro/loan_card_1'])
    expect([...restricted('', 'family:footfall').excluded!]).toContain('footfall')
  })
})

describe('a pattern', () => {
  it.each([
    ['fct_orders', 'fct_*', true],
    ['measures/orders_by_day', '*orders*', true],
    ['fct_orders', 'fct_order?', true],
    ['fct_orders', 'fct_[op]*', true],
    ['fct_orders', 'fct_[!o]*', false],
    ['fct_orders', 'fct_order', false],
    ['a.c', 'a.*', true],
    ['abc', 'a.*', false],
  ])('of names: %s is matched by %s: %s', (name, pattern, result) => expect(matchesName(name, pattern)).toBe(result))

  it.each([
    ['models/facts/fct_a.sql', 'models/facts', true],
    ['models/facts/fct_a.sql', './models/facts/', true],
    ['models/facts/fct_a.sql', 'models/fac', false],
    ['models/facts/fct_a.sql', 'models/*', true],
    ['models/facts/fct_a.sql', '*.sql', false],
    ['models/facts/fct_a.sql', '**/*.sql', true],
    ['models/facts/fct_a.sql', 'models/*/fct_?.sql', true],
    ['models/facts/fct_a.sql', 'models/*.sql', false],
  ])('of paths: %s is matched by %s: %s', (file, pattern, result) => expect(matchesPath(file, pattern)).toBe(result))
})
