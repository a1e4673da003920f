import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {type GivenSettings, resolveSettings} from '../../scripts/catalog/settings.ts'
import type {ProblemError} from '../../scripts/core/problem.ts'
import {settle} from '../../scripts/core/settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'kpi-settings-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

writeFileSync(
  join(folder, 'kpi-settings.yml'),
  `default_target: dev
variables:
  least: {type: integer, default: 3, description: Least number.}
  region: {type: text, default: north, values: [north, south], description: Region.}
  since: {type: date, description: First day.}
targets:
  dev:
    target: target/dev
    sources: small
    sample: {last: 36 h, share: 0.25}
    variables: {least: 2}
    threads: 2
  prod: {sources: /data/lake, memory_limit: 12 GB}
`,
)

const resolve = (given: GivenSettings = {}, env: Record<string, string> = {}) => {
  const {settings, ...places} = resolveSettings({project: folder, ...given}, env)
  const {on, sample, limits, from, args} = settings
  const variables = Object.fromEntries([...settings.variables].map(([name, {value, from: by}]) => [name, [value, by]]))
  return {...settle({project: given.project ?? folder, ...places}), on, sample, limits, from, args, variables}
}

const problem = (given: GivenSettings, env: Record<string, string> = {}): string => {
  try {
    resolveSettings({project: folder, ...given}, env)
    return ''
  } catch (error) {
    return (error as ProblemError).problems.map(each => each.message).join('\n')
  }
}

describe('the settings in force', () => {
  it('are those of the file’s default target, paths from the project, where nobody says more', () => {
    expect(resolve()).toMatchObject({
      on: 'dev',
      target: join(folder, 'target/dev'),
      sources: join(folder, 'small'),
      sample: {days: 2, share: 0.25},
      limits: {threads: '2'},
      variables: {
        least: [2, 'kpi-settings.yml:11'],
        region: ['north', 'kpi-settings.yml:4'],
        since: [undefined, 'not given'],
      },
      from: {
        on: 'kpi-settings.yml:1',
        target: 'kpi-settings.yml:8',
        sources: 'kpi-settings.yml:9',
        sample: 'kpi-settings.yml:10',
        threads: 'kpi-settings.yml:12',
      },
    })
  })

  it('are those of the environment before the file’s', () => {
    const env = {KPI_ENV: 'prod', KPI_TARGET: '/out', KPI_VAR_LEAST: '7', KPI_VAR_SINCE: '2026-03-01'}
    expect(resolve({}, env)).toMatchObject({
      on: 'prod',
      target: '/out',
      sources: '/data/lake',
      sample: undefined,
      limits: {memory_limit: '12GB'},
      variables: {least: [7, 'KPI_VAR_LEAST'], since: ['2026-03-01', 'KPI_VAR_SINCE']},
      from: {on: 'KPI_ENV', target: 'KPI_TARGET', sources: 'kpi-settings.yml:13'},
    })
    expect(resolve({}, {KPI_ENV: '', KPI_SOURCES: '/more'})).toMatchObject({on: 'dev', sources: '/more'})
  })

  it('are those of the command line before all', () => {
    const env = {KPI_ENV: 'dev', KPI_TARGET: '/out', KPI_SOURCES: '/in', KPI_VAR_LEAST: '7'}
    const given = {on: 'prod', target: '/a', sources: '/b', var: ['least=9', 'least=10', 'region=south']}
    expect(resolve(given, env)).toMatchObject({
      on: 'prod',
      target: '/a',
      sources: '/b',
      variables: {least: [10, '--var'], region: ['south', '--var']},
      from: {on: '--on', target: '--target', sources: '--sources'},
      args: ['--on', 'prod', '--var', 'least=9', '--var', 'least=10', '--var', 'region=south'],
    })
  })

  it('say nothing where the project has no file', () => {
    expect(resolve({project: tmpdir()})).toMatchObject({
      on: undefined,
      target: join(tmpdir(), 'target'),
      variables: {},
      limits: {},
    })
  })
})

describe('a wrong setting', () => {
  it.each([
    [{on: 'pord'}, {}, '--on: there is no target "pord"'],
    [{}, {KPI_ENV: 'pord'}, 'KPI_ENV: there is no target "pord"'],
    [{var: ['lest=3']}, {}, '--var: there is no variable "lest"'],
    [{}, {KPI_VAR_LEST: '3'}, 'KPI_VAR_LEST: there is no variable "lest"'],
    [{var: ['least=3.5']}, {}, '--var: variable "least" is a whole number; found "3.5"'],
    [{var: ['least=']}, {}, '--var: variable "least" is a whole number; found ""'],
    [
      {},
      {KPI_VAR_SINCE: '2026-02-30'},
      'KPI_VAR_SINCE: variable "since" is a date such as 2026-03-01; found "2026-02-30"',
    ],
    [{var: ['region=east']}, {}, '--var: variable "region" can\'t be "east"'],
    [{var: ['region']}, {}, '--var: "region" is not NAME=VALUE'],
  ])('%j with %j is refused', (given, env, message) => {
    expect(problem(given as GivenSettings, env as Record<string, string>)).toBe(message)
  })
})
