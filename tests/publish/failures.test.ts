import {appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {kpi, temporaryFolder} from '../e2e/command-line.ts'
import {build, expectReadable, library, replaceIn} from './library.ts'
import {expectWhole, published} from './published.ts'

const folder = temporaryFolder()
const target = join(folder, 'target')
let project = ''

beforeAll(async () => {
  project = library(folder, 10)
  await build(project, target)
})

/** Adds a line to a source; gives what takes it away. */
function addRow(name: string, row: string): () => void {
  const file = join(project, 'seeds', name)
  const before = readFileSync(file, 'utf8')
  appendFileSync(file, `${row}\n`)
  return () => writeFileSync(file, before)
}

/** Gives the project pages of its own. */
function addPages(text: string): () => void {
  mkdirSync(join(project, 'reports'))
  writeFileSync(join(project, 'reports', 'pages.ts'), text)
  return () => rmSync(join(project, 'reports'), {recursive: true})
}

const MISTAKES: readonly {what: string; status: number; says: string; make: () => () => void}[] = [
  {
    what: 'a source with a row that can’t be read',
    status: 1,
    says: 'loans.csv',
    make: () => addRow('loans.csv', 'L10,b1,main,t1,book,many,2026-06-01T10:00:00Z,,'),
  },
  {
    what: 'a source whose file is gone',
    status: 1,
    says: 'visits',
    make: () => {
      const file = join(project, 'seeds', 'visits.ndjson')
      const before = readFileSync(file)
      rmSync(file)
      return () => writeFileSync(file, before)
    },
  },
  {
    what: 'a data test of severity error',
    status: 1,
    says: 'error data-test',
    make: () => addRow('loans.csv', 'L1,b1,main,t1,book,0,2026-06-01T10:00:00Z,,'),
  },
  {
    what: 'a model that fails on the data',
    status: 1,
    says: 'error sql-failed',
    make: () =>
      replaceIn(
        project,
        join('models', 'facts', 'fct_visits.sql'),
        'visits.items_browsed',
        "cast(coalesce(error('no visits'), visits.items_browsed) as integer) as items_browsed",
      ),
  },
  {
    what: 'a model that refers to an unknown one',
    status: 2,
    says: 'stg_visit',
    make: () => replaceIn(project, join('models', 'facts', 'fct_visits.sql'), '"stg_visits"', '"stg_visit"'),
  },
  {
    what: 'a page that names an unknown KPI',
    status: 2,
    says: 'Loan-Card-999',
    make: () =>
      addPages(
        "export default [{id: 'all', title: {en: 'All', de: 'Alles'}, sections: [{title: {en: 'All', de: 'Alles'}, highlights: ['Loan-Card-999']}]}]\n",
      ),
  },
]

describe.sequential('nothing that is published changes by', () => {
  it.each(MISTAKES)('$what (status $status)', async ({status, says, make}) => {
    const before = published(target)
    const mend = make()
    const run = await kpi(['build', '--project', project, '--target', target])
    mend()
    expect(run).toMatchObject({status, stdout: ''})
    expect(run.stderr).toContain(says)
    expectReadable(run.stderr)
    expect(published(target)).toEqual(before)
  })

  it('mistakes that are mended again', async () => {
    const before = published(target)
    expect(await build(project, target)).toMatchObject({published: false})
    expect(published(target)).toEqual(before)
    await expectWhole(target)
  })
})
