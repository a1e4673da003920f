import {mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {build} from '../../scripts/commands/build.ts'
import {report} from '../../scripts/commands/report.ts'
import type {ProblemError} from '../../scripts/core/problem.ts'
import {copyLibrary, editCatalog, reading, temporary} from '../engine/library.ts'

const {folder, remove} = temporary()
let project: string
let target: string

beforeAll(async () => {
  project = copyLibrary(folder)
  target = join(folder, 'target')
  await build({project, target}, () => undefined)
})

afterAll(remove)

const refused = (options: {project: string; target: string}): Promise<ProblemError> =>
  report(options).then(
    () => expect.fail('the site was written'),
    error => error as ProblemError,
  )

function writePages(title: string): void {
  mkdirSync(join(project, 'reports'), {recursive: true})
  const section = `{title: {en: 'All', de: 'Alles'}, cards: {family: 'lending'}}`
  writeFileSync(
    join(project, 'reports', 'pages.ts'),
    `export default [{id: 'loans', title: {en: '${title}', de: 'Ausleihen'}, sections: [${section}]}]\n`,
  )
}

const htmlFiles = () =>
  readdirSync(join(target, 'site'), {recursive: true, encoding: 'utf8'}).filter(name => name.endsWith('.html'))

const parquet = () =>
  readdirSync(join(target, 'parquet/marts')).map(name => statSync(join(target, 'parquet/marts', name)).ino)

describe('kpi report', () => {
  test('needs a warehouse', async () => {
    const error = await refused({project, target: join(folder, 'nowhere')})
    expect(error.problems).toMatchObject([{code: 'not-built', hint: 'run kpi build first'}])
    expect(error.status).toBe(1)
  })

  test('leaves a site alone that is as it would be written', async () => {
    const before = readFileSync(join(target, 'current/version.json'), 'utf8')
    expect(await report({project, target})).toMatchObject({published: false, pages: htmlFiles().length})
    expect(readFileSync(join(target, 'current/version.json'), 'utf8')).toBe(before)
  })

  test('publishes the pages as they are now with the same warehouse, without any source', async () => {
    const warehouse = statSync(join(target, 'warehouse.duckdb')).ino
    const files = parquet()
    writePages('Lent out')
    renameSync(join(project, 'seeds'), join(project, 'away'))
    const summary = await report({project, target})
    renameSync(join(project, 'away'), join(project, 'seeds'))
    expect(summary.published).toBe(true)
    expect(readFileSync(join(target, 'site/en/loans.html'), 'utf8')).toContain('<h1>Lent out</h1>')
    expect(statSync(join(target, 'warehouse.duckdb')).ino).toBe(warehouse)
    expect(parquet()).toEqual(files)
    expect(await reading(target, database => database.rows('select count(*) as n from marts.kpi_values'))).toHaveLength(
      1,
    )
    // a build would make the same
    expect(await build({project, target}, () => undefined)).toMatchObject({published: false, version: summary.version})
  })

  test('refuses a warehouse of another catalog, naming what it lacks', async () => {
    editCatalog(project, text =>
      text.replace(
        /^kpis:\n/m,
        'kpis:\n  Loan-Card-99: {kpi: Loan-Card-1, where: "format = \'book\'", family: lending, name: {en: Books, de: Bücher}, description: {en: Lent., de: Verliehen.}, unit: count, fixed: true}\n',
      ),
    )
    const before = readFileSync(join(target, 'current/version.json'), 'utf8')
    const error = await refused({project, target})
    expect(error.status).toBe(1)
    expect(error.problems).toMatchObject([{code: 'stale-warehouse', hint: 'run kpi build, which writes the site too'}])
    expect(error.problems[0]!.message).toMatch(/what Loan-Card-99 is now$/)
    expect(readFileSync(join(target, 'current/version.json'), 'utf8')).toBe(before)
  })

  test('refuses a warehouse that somebody has written into', async () => {
    writeFileSync(join(target, 'current/warehouse.duckdb.wal'), 'x')
    const error = await refused({project, target})
    expect(error.problems).toMatchObject([{code: 'warehouse-changed'}])
  })
})
