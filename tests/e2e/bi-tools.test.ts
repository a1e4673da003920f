import {execFileSync, spawnSync} from 'node:child_process'
import {readFileSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {ROOT, temporaryFolder} from './command-line.ts'
import {demonstration, openWarehouse} from './demonstration.ts'

const PAGE = join('docs', 'how-to', 'use-from-bi-tools.md')
/** `KPI_PYTHON` names another Python than the first on the path, say a virtual environment's. */
const PYTHON = process.env.KPI_PYTHON ?? 'python3'

/** The examples run in this folder, so that `target/` is where they say. */
const folder = temporaryFolder()
const target = join(folder, 'target')

/** A code block of the page, and what the page says comes out of it: a table after SQL, a text block after anything else. */
interface Example {
  readonly line: number
  readonly language: string
  readonly code: string
  readonly result: readonly string[]
}

function examples(): Example[] {
  const lines = readFileSync(join(ROOT, PAGE), 'utf8').split('\n')
  const found: Example[] = []
  for (let i = 0; i < lines.length; i++) {
    const language = /^```(\w+)$/.exec(lines[i]!)?.[1]
    if (language === undefined) continue
    const end = lines.indexOf('```', i)
    const block = lines.slice(i + 1, end)
    if (language !== 'text')
      found.push({line: i + 1, language, code: block.join('\n'), result: resultAt(lines, end + 1)})
    i = end
  }
  return found
}

/** The table or text block that follows a block. */
function resultAt(lines: readonly string[], after: number): string[] {
  if (lines[after + 1] === '```text') return lines.slice(after + 2, lines.indexOf('```', after + 2))
  const end = lines.findIndex((line, n) => n > after && !line.startsWith('|'))
  return lines.slice(after + 1, end)
}

function written(value: unknown): string {
  return value === null ? 'NULL' : String(value)
}

/** What a Python block needs: what it imports, and pandas for a data frame. */
function modulesOf(code: string): string[] {
  const imported = [...code.matchAll(/^import (\w+)$/gm)].map(([, name]) => name!)
  return code.includes('.df()') ? [...imported, 'pandas'] : imported
}

const EXAMPLES = examples()
const of = (language: string) => EXAMPLES.filter(example => example.language === language)

beforeAll(async () => symlinkSync(await demonstration(), target))

it('knows every language of the page', () => {
  expect([...new Set(EXAMPLES.map(example => example.language))].sort()).toEqual(['python', 'sh', 'sql'])
})

describe('SQL gives what the page shows', () => {
  it.each(of('sql'))('line $line', async ({code, result}) => {
    // whoever names files has not opened the warehouse
    const names = code.includes("'target/")
    const database = names ? await openDatabase() : await openWarehouse(target)
    try {
      const statements = code.replaceAll("'target/", `'${target}/`).split(/;\s*$/m).filter(Boolean)
      for (const statement of statements.slice(0, -1)) await database.run(statement)
      const rows = await database.rows<Record<string, unknown>>(statements.at(-1)!)
      expect(rows.length).toBeGreaterThan(0)
      const table = [Object.keys(rows[0]!), ...rows.map(row => Object.values(row).map(written))]
      const [header, , ...body] = result.map(line =>
        line
          .split('|')
          .slice(1, -1)
          .map(cell => cell.trim()),
      )
      expect(table).toEqual([header, ...body])
    } finally {
      database.close()
    }
  })
})

describe('Python gives what the page shows', () => {
  it.for(of('python'))('line $line', ({code, result}, context) => {
    for (const name of modulesOf(code)) {
      const tried = spawnSync(PYTHON, ['-c', `import ${name}`], {encoding: 'utf8'})
      if (tried.status !== 0) context.skip(`${PYTHON} has no ${name}: ${tried.stderr?.trim().split('\n').at(-1)}`)
    }
    const run = spawnSync(PYTHON, ['-c', code], {cwd: folder, encoding: 'utf8'})
    expect(run.status, run.stderr).toBe(0)
    expect(run.stdout.trimEnd().split('\n')).toEqual(result)
  })
})

describe('shell commands work', () => {
  it.each(of('sh'))('line $line: the SQL', async ({code}) => {
    const sql = /"([^"]+)"/.exec(code)![1]!
    const database = await openWarehouse(target)
    try {
      expect((await database.rows(sql)).length).toBeGreaterThan(0)
    } finally {
      database.close()
    }
  })

  it.for(of('sh'))('line $line: the command', ({code}, context) => {
    if (spawnSync('duckdb', ['--version']).status !== 0) context.skip('there is no duckdb command here')
    execFileSync('bash', ['-ec', code], {cwd: folder})
    const file = /> (\S+)$/.exec(code)![1]!
    expect(readFileSync(join(folder, file), 'utf8').split('\n').length).toBeGreaterThan(10)
  })
})

describe('a macro per row', () => {
  it('gives for each row what it gives alone, for every KPI', async () => {
    const periods = [
      ['2026-10-01', '2026-10-08'],
      ['2026-03-28', '2026-04-02'],
      ['2020-01-01', '2020-02-01'],
      ['2026-10-01', '2026-10-08'],
    ]
    const database = await openWarehouse(target)
    try {
      const kpis = await database.rows<{column_name: string}>('select column_name from marts.kpi_catalog')
      for (const {column_name: macro} of kpis) {
        const values = periods.map(([first, after], n) => `(${n}, date '${first}', date '${after}')`)
        const together = await database.rows(`
          select periods.n, answers.*
          from (values ${values.join(', ')}) as periods(n, first_day, day_after),
            lateral (select * from marts.${macro}(periods.first_day, periods.day_after)) as answers
          order by periods.n`)
        const alone = periods.map(
          ([first, after], n) => `select ${n} as n, answers.* from marts.${macro}('${first}', '${after}') as answers`,
        )
        expect([macro, together]).toEqual([macro, await database.rows(`${alone.join(' union all ')} order by n`)])
      }
    } finally {
      database.close()
    }
  })
})
