import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {ProblemError} from '../../scripts/core/problem.ts'
import {loadPages} from '../../scripts/site/load-pages.ts'
import {cardRefs, defaultPages, sectionsOf} from '../../scripts/site/pages.ts'
import {ROOT} from './site.ts'
import {library} from './view.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** The library with a pages module of its own. */
async function withPages(text: string): Promise<Project> {
  mkdirSync(join(folder, 'reports'), {recursive: true})
  writeFileSync(join(folder, 'reports', 'pages.ts'), text)
  return {...(await library()), folder}
}

async function problemsOf(text: string) {
  try {
    await loadPages(await withPages(text))
  } catch (error) {
    if (error instanceof ProblemError) return error.problems
    throw error
  }
  return []
}

const page = (sections: string) => `
const title = {en: 'Loans', de: 'Ausleihen'}
export default [{id: 'loans', title, sections: ${sections}}]
`

describe('the pages of a project', () => {
  test('are a TypeScript module', async () => {
    const text = `import type {X} from './x.ts'\n${page("[{title, cards: {family: 'holds'}}]")}`
    const {default: pages} = await loadPages(await withPages(text))
    expect(pages[0]!.id).toBe('loans')
  })

  test.each([
    [
      "[{title, cards: ['Loan-Card-1', 'Lone-Card-2']}]",
      'unknown-ref',
      /page "loans", section 1: .*"Lone-Card-2"/,
      'did you mean "Loan-Card-2"?',
    ],
    [
      "[{title}, {title, charts: ['Loan-Bar-9']}]",
      'unknown-ref',
      /page "loans", section 2: .*"Loan-Bar-9"/,
      'did you mean "Loan-Bar-1"?',
    ],
    ["[{title, charts: ['Loan-Card-1']}]", 'wrong-kind', /Loan-Card-1 is a KPI/, 'move it to "cards"'],
    ["[{title, cards: ['Branch-List-1']}]", 'wrong-kind', /Branch-List-1 is a table/, 'move it to "tables"'],
    ["[{title, cards: {family: 'lendin'}}]", 'unknown-family', /no family "lendin"/, 'did you mean "lending"?'],
  ])('name what the catalog lacks: %s', async (sections, code, message, hint) => {
    const problems = await problemsOf(page(sections))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({code, hint, file: 'reports/pages.ts', line: 3})
    expect(problems[0]!.message).toMatch(message)
  })

  test('report every problem at once, missing languages and doubled ids included', async () => {
    const problems = await problemsOf(`export default [
      {id: 'a', title: {en: 'A'}, sections: [{title: {en: 'S', de: 'S'}, cards: ['Nope-1']}]},
      {id: 'a', title: {en: 'A', de: 'A'}, sections: 'headlines'},
    ]`)
    expect(problems.map(each => each.code).sort()).toEqual(['duplicate-page', 'missing-language', 'unknown-ref'])
  })

  test('that cannot be read are a problem with its place', async () => {
    expect((await problemsOf('export default ['))[0]).toMatchObject({
      code: 'broken-pages',
      file: 'reports/pages.ts',
      line: 1,
    })
    expect((await problemsOf('export const pages = []'))[0]).toMatchObject({code: 'no-pages'})
    expect((await problemsOf('throw new Error("no")'))[0]).toMatchObject({code: 'broken-pages'})
  })
})

describe('without a module of pages', () => {
  test('there is an overview and a page with a section per family', async () => {
    const {catalog} = await library()
    const {default: pages} = defaultPages(catalog)
    expect(pages.map(({id}) => id)).toEqual(['overview', 'figures'])
    const sections = sectionsOf(pages[1]!, catalog)
    expect(sections.map(({title}) => title.en)).toEqual(['Lending', 'Holds', 'Finances', 'Footfall'])
    const refs = sections.flatMap(each => [
      ...(each.highlights ?? []),
      ...cardRefs(each, catalog),
      ...(each.charts ?? []),
      ...(each.tables ?? []),
    ])
    expect(new Set(refs)).toEqual(new Set([...catalog.kpis.keys(), ...catalog.components.keys()]))
  })
})

test("a KPI added to the catalog appears in its family's section", async () => {
  const project = join(folder, 'project')
  cpSync(ROOT, project, {
    recursive: true,
    filter: path => !/[\\/](node_modules|target|seeds|\.git|tests|docs)([\\/]|$)/.test(path.slice(ROOT.length)),
  })
  const file = join(project, 'kpi-catalog.yml')
  const added = `kpis:
  Wget-Card-99:
    family: widget
    name: {en: New one, fr: Nouveau}
    description: {en: Added., fr: Ajouté.}
    count: rows
    from: fct_widget_events
    date: occurred_at
    unit: count
    fixed: true
`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^kpis:\n/m, added))
  const {catalog} = await loadProject(project)
  const {default: pages} = await loadPages(await loadProject(project))
  const refs = pages.flatMap(each => sectionsOf(each, catalog).flatMap(section => cardRefs(section, catalog)))
  expect(refs).toContain('Wget-Card-99')
})
