import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {ProblemError} from '../../scripts/core/problem.ts'
import {type Asked, type Question, understand} from '../../scripts/query/request.ts'
import {compileStatement} from '../../scripts/query/statement.ts'
import {copyProject, DESK, temporaryFolder} from '../e2e/command-line.ts'

const folder = temporaryFolder()
let project: Project
beforeAll(async () => {
  project = await loadProject(copyProject(DESK, join(folder, 'desk')))
})

const ask = (rest: Partial<Question>): Question => ({
  refs: ['Desk-Card-1'],
  from: '2026-03-02',
  to: '2026-03-04',
  ...rest,
})
const asked = (rest: Partial<Question>): Asked => understand(ask(rest), project)

/** The messages of everything that is wrong with a question. */
function refusal(rest: Partial<Question>): string[] {
  try {
    asked(rest)
  } catch (error) {
    expect(error).toBeInstanceOf(ProblemError)
    expect((error as ProblemError).status).toBe(2)
    return (error as ProblemError).problems.map(problem => problem.message)
  }
  throw new Error('nothing was refused')
}

describe('weekdays', () => {
  it.each([
    ['mon', [1]],
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['sat,sun', [6, 7]],
    ['fri-mon', [1, 5, 6, 7]],
    ['SUN', [7]],
    ['wed,mon-tue,wed', [1, 2, 3]],
    ['tue-mon', [1, 2, 3, 4, 5, 6, 7]],
  ])('%s', (text, days) => expect(asked({weekdays: text}).weekdays).toEqual(days))

  it.each(['monday', 'mon-', '-fri', 'mon-wed-fri', '', 'mon,,tue', '1-5'])('%j is refused', text => {
    expect(refusal({weekdays: text})[0]).toContain('is not a day or a range of days')
  })
})

describe('hours', () => {
  it.each([
    ['09:00-19:00', '09:00:00', '19:00:00'],
    ['9:05-9:06', '09:05:00', '09:06:00'],
    ['22:00-02:00', '22:00:00', '02:00:00'],
    ['18:00-24:00', '18:00:00', '24:00:00'],
    ['00:00-24:00', '00:00:00', '24:00:00'],
  ])('%s', (text, from, to) => expect(asked({hours: text}).hours).toEqual({from, to}))

  it.each(['9-19', '09:00', '09:60-10:00', '24:00-25:00', '09:00-09:00', '09:00-24:01', '09:00-19:00x'])(
    '%j are refused',
    text => {
      expect(refusal({hours: text})).toEqual([`--hours: "${text}" is not a time slot`])
    },
  )
})

describe('conditions', () => {
  it('keep what follows the first equals sign, separated by commas', () => {
    const where = asked({where: ['team=north,south', 'priority=a=b,(none)']}).where
    expect([...where]).toEqual([
      ['team', ['north', 'south']],
      ['priority', ['a=b', '(none)']],
    ])
  })

  it.each([
    ['team', 'is not a condition'],
    ['=north', 'is not a condition'],
    ['team=', 'is not a condition'],
    ['taem=north', 'there is no dimension "taem"'],
    ['team=west', 'team has no value "west"'],
  ])('%j is refused', (text, message) => expect(refusal({where: [text]}).join()).toContain(message))

  it('may name the absence of a value of a closed list', () => {
    expect(asked({where: ['team=(none)']}).where.get('team')).toEqual(['(none)'])
  })

  it('stand once for a dimension', () => {
    expect(refusal({where: ['team=north', 'team=south']})).toEqual(['--where: "team" is given twice'])
  })
})

describe('dates', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-3-1', '01/03/2026', 'today', ''])('%j is none', text => {
    expect(refusal({from: text})).toEqual([`--from: "${text}" is not a date`])
  })

  it('stand in order', () => {
    expect(refusal({from: '2026-03-05'})).toEqual(['--from 2026-03-05 lies after --to 2026-03-04'])
    expect(asked({from: '2026-03-04'}).periods).toEqual([{start: '2026-03-04', end: '2026-03-05'}])
  })
})

it('tells everything that is wrong at once', () => {
  expect(
    refusal({refs: ['Desk-Card-9', 'Desk-Card-1'], grain: 'hour', by: 'agent', to: 'x', hours: 'y', weekdays: 'z'}),
  ).toHaveLength(6)
})

it('takes a KPI that is named twice once', () => {
  expect(asked({refs: ['Desk-Card-1', 'Desk-Card-1']}).kpis).toHaveLength(1)
})

describe('filters', () => {
  const statement = (rest: Partial<Question>) => compileStatement(project, asked(rest))

  it('are bound by value, never written', () => {
    const {sql, bindings} = statement({where: ["priority=high' or 1=1 --"], weekdays: 'mon', hours: '09:00-10:00'})
    expect(bindings).toEqual({
      period_starts: ['2026-03-02'],
      period_ends: ['2026-03-05'],
      priority: ["high' or 1=1 --"],
      weekdays: ['1'],
      hours_from: '09:00:00',
      hours_to: '10:00:00',
    })
    expect(sql).not.toContain('1=1')
  })

  it('that a KPI does not have leave all its parts as they are, and are told', () => {
    const {notApplied, bindings} = statement({
      refs: ['Desk-Card-1', 'Desk-Card-3'],
      where: ['priority=high', 'team=north'],
    })
    expect([...notApplied]).toEqual([
      ['Desk-Card-1', []],
      ['Desk-Card-3', ['priority']],
    ])
    expect(Object.keys(bindings).sort()).toEqual(['period_ends', 'period_starts', 'priority', 'team'])
    expect(statement({refs: ['Desk-Card-3'], where: ['priority=high']}).bindings).not.toHaveProperty('priority')
  })
})
