import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {build} from '../../scripts/commands/build.ts'
import {report} from '../../scripts/commands/report.ts'
import {types} from '../../scripts/commands/types.ts'
import type {ProblemError} from '../../scripts/core/problem.ts'
import {copyLibrary, reading, temporary} from '../engine/library.ts'
import {ROOT} from './site.ts'

const {folder, remove} = temporary()
const project = copyLibrary(folder)
const target = join(folder, 'target')
const pages = join(project, 'reports', 'pages')

beforeAll(async () => {
  mkdirSync(pages, {recursive: true})
  writePage('branches', PAGE)
  writePage('_words', "export const shout = (text: string): string => text + '!'\n")
  await build({project, target}, () => undefined)
})

afterAll(remove)

function writePage(name: string, text: string): void {
  writeFileSync(join(pages, `${name}.ts`), text)
}

/** A page whose only content is a statement or two. */
const pageOf = (body: string, rest = '') => `
export default {
  title: {en: 'A', de: 'A'},${rest}
  render: async ({db, sql, html, cards, charts, table}) => {
    ${body}
  },
}
`

const PAGE = `
import {shout} from './_words.ts'
export default {
  title: {en: 'Branches', de: 'Zweigstellen'},
  after: 'overview',
  render: async ({db, html, section, cards, charts, table, rows, value, label}) => {
    const found = await db
      .selectFrom('kpi_values')
      .where('kpi_ref', '=', 'Loan-Card-1')
      .where('dimension', '=', 'branch')
      .where('grain', '=', 'month')
      .where('value', '>', 0)
      .select(['dimension_value', 'period_start', 'value', 'sample_size'])
      .orderBy('dimension_value')
      .execute()
    const types = [...new Set(found.flatMap(row => [typeof row.period_start, typeof row.sample_size]))].join()
    return html\`<p id="types">\${types} \${shout('<i>')}</p>
      \${section({en: 'Loans & <b>', de: 'Ausleihen'}, cards('Loan-Card-1', 'Loan-Card-2'), charts('Loan-Bar-1'), table('Branch-List-1'),
        rows({name: {en: 'By branch', de: 'Nach Zweigstelle'}, columns: [{name: {en: 'Branch', de: 'Zweigstelle'}}, {name: {en: 'Loans', de: 'Ausleihen'}, isNumber: true}],
          rows: found.map(row => [label('branch', row.dimension_value) + ' ' + row.period_start, value('Loan-Card-1', row.value)])}))}\`
  },
}
`
const read = (file: string) => readFileSync(join(target, 'site', file), 'utf8')

const refused = (): Promise<ProblemError> =>
  report({project, target}).then(
    () => expect.fail('the site was written'),
    error => error as ProblemError,
  )

describe('a page written in TypeScript', () => {
  test('shows the marts, cards, charts and tables, in every language and in its place in the menu', () => {
    const english = read('en/branches.html')
    expect(english).toContain('<p id="types">string,number &lt;i&gt;!</p>')
    expect(english).toContain('<h2>Loans &amp; &lt;b&gt;</h2>')
    for (const ref of ['Loan-Card-1', 'Loan-Card-2', 'Loan-Bar-1', 'Branch-List-1'])
      expect(english).toContain(`id="${ref}"`)
    expect(read('de/branches-last-year.html')).toContain('<h1>Zweigstellen</h1>')
    const menu = [...english.matchAll(/<li><a href="(\w+)\.html"/g)].map(match => match[1])
    expect(menu.slice(0, 3)).toEqual(['overview', 'branches', 'figures'])
  })

  test('shows the figures of the warehouse', async () => {
    const expected = await reading(target, database =>
      database.rows<{place: string; value: number}>(
        `select replace(branches.name, '"', '&quot;') || ' ' || period_start as place, value from marts.kpi_values
        inner join facts.dim_branches as branches on branches.branch_id = kpi_values.dimension_value
        where kpi_ref = 'Loan-Card-1' and dimension = 'branch' and grain = 'month' and value > 0`,
      ),
    )
    expect(expected.length).toBeGreaterThan(1)
    for (const {place, value} of expected)
      expect(read('en/branches.html')).toContain(`<th scope="row">${place}</th><td class="number">${value}</td>`)
  })

  test.each([
    ["await db.deleteFrom('kpi_values').execute()", 5, /read-only/],
    ['await sql`drop table marts.kpi_values`.execute(db)', 5, /read-only/],
    ['const a = 1\n    await sql`select nonsense`.execute(db)\n    return html``', 6, /nonsense/],
    ['const none: any = undefined\n\n    return none.length', 7, /Cannot read properties/],
    ["return cards('Lone-Card-1')", 5, /no KPI "Lone-Card-1"; did you mean "Loan-Card-1"/],
    ["return charts('Branch-List-1')", 5, /no chart "Branch-List-1"/],
    ["return 'text'", 1, /gives no HTML/],
  ])('that fails stops the publication, with its line: %s', async (body, line, message) => {
    const before = readFileSync(join(target, 'current/version.json'), 'utf8')
    writePage('failing', pageOf(body))
    const {problems, status} = await refused().finally(() => rmSync(join(pages, 'failing.ts')))
    expect(problems).toMatchObject([{code: 'page-failed', file: 'reports/pages/failing.ts', line}])
    expect(problems[0]!.message).toMatch(message)
    expect(status).toBe(2)
    expect(readFileSync(join(target, 'current/version.json'), 'utf8')).toBe(before)
  })

  test('that is no page is told before anything is drawn', async () => {
    writePage('figures', pageOf('return html``'))
    writePage('nowhere', pageOf('return html``', " after: 'overvew',"))
    writePage('empty', 'export const page = 1\n')
    const {problems} = await refused().finally(() => {
      for (const name of ['figures', 'nowhere', 'empty']) rmSync(join(pages, `${name}.ts`))
    })
    expect(problems.map(each => [each.file, each.code, each.hint])).toEqual([
      ['reports/pages/empty.ts', 'no-page', undefined],
      ['reports/pages/figures.ts', 'duplicate-page', undefined],
      ['reports/pages/nowhere.ts', 'unknown-page', 'did you mean "overview"?'],
    ])
  })
})

describe('the types of names and marts', () => {
  test('are the same from a warehouse and from the project alone, and are written beside the pages', async () => {
    const {text, isFresh} = await types({project})
    expect(isFresh).toBe(true)
    expect(text).toContain("  | 'Loan-Card-2'\n")
    expect(text).toMatch(/export type TableRef = .*'Branch-List-1'/)
  })

  test('say truly which columns always have a value', async () => {
    const text = readFileSync(join(project, 'reports/types.ts'), 'utf8')
    const marts = [...text.matchAll(/^ {2}readonly (\w+): \{\n(.*?)^ {2}\}/gms)]
    expect(marts.length).toBeGreaterThan(5)
    const always = marts.flatMap(([, mart, columns]) =>
      [...columns!.matchAll(/readonly (\w+): (?!.*null$)/gm)].map(([, column]) => ({mart, column})),
    )
    expect(always.length).toBeGreaterThan(30)
    const counts = always.map(
      ({mart, column}) => `select '${mart}.${column}' as name from marts.${mart} where ${column} is null`,
    )
    expect(await reading(target, database => database.rows(counts.join(' union all ')))).toEqual([])
  })

  test('refuse misspelt names, in pages of both kinds and in the how-to’s page', () => {
    const at = (path: string) => join(ROOT, path)
    const guide = readFileSync(at('docs/how-to/write-a-page.md'), 'utf8')
    const snippet = /```ts\n(.*?)```/s
      .exec(guide)![1]!
      .replace('../../scripts', at('scripts'))
      .replace('../types.ts', at('reports/types.ts'))
    const checked = join(folder, 'checked')
    mkdirSync(checked)
    writeFileSync(join(checked, 'guide.ts'), snippet)
    writeFileSync(
      join(checked, 'wrong.ts'),
      snippet
        .replace("'=', 'Wlst-Card-1'", "'=', 'Wlst-Crd-1'")
        .replace("cards('Wlst-Card-12'", "cards('Wlst-Line-1'")
        .replace("'period_start', '>='", "'period_begin', '>='"),
    )
    writeFileSync(
      join(checked, 'described.ts'),
      `import type {Page} from '${at('scripts/site/pages.ts')}'
import type {Refs} from '${at('reports/types.ts')}'
export const right: Page<Refs> = {id: 'a', title: {}, sections: [{title: {}, cards: ['Wlst-Card-1']}]}
export const wrong: Page<Refs> = {id: 'a', title: {}, sections: [{title: {}, charts: ['Wlst-Lne-1']}]}
`,
    )
    const options = {typeRoots: [at('node_modules/@types')], noEmit: true}
    writeFileSync(
      join(checked, 'tsconfig.json'),
      JSON.stringify({extends: at('tsconfig.json'), compilerOptions: options, include: ['.']}),
    )
    let said = ''
    try {
      execFileSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', checked], {cwd: checked})
    } catch (error) {
      said = String((error as {stdout: Buffer}).stdout)
    }
    const found = said
      .split('\n')
      .flatMap(line => /^(\w+)\.ts\(.*?"?'?(Wlst-\w+-1|period_begin)\b/.exec(line)?.slice(1) ?? [])
    expect(found, said).toEqual([
      'described',
      'Wlst-Lne-1',
      'wrong',
      'Wlst-Crd-1',
      'wrong',
      'period_begin',
      'wrong',
      'Wlst-Line-1',
    ])
  })
})
