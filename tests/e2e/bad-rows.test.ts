import {copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {openDatabase} from '../../scripts/sql/duckdb.ts'
import {copyProject, DESK, kpi, kpiJson, temporaryFolder} from './command-line.ts'

const folder = temporaryFolder()
const base = join(folder, 'base')

/** Two good replies, and what is wrong with the others: the line, its text, the reason. */
type Bad = readonly [line: number, raw: string, reason: string]

const CSV = `reply_id,ticket_id,agent_id,sent_at

r1,t1,"a
1",2026-03-02T08:05:00Z
r2,t1,,2026-03-02T08:06:00Z,more
r3,,a1,yesterday
"r4",t2,"a ""2""",noon
r5,t2
r6,t3,"a"1,2026-03-02T08:06:00Z
r7,t3,a1,2026-03-02T17:00:00Z
`
const CSV_BAD: readonly Bad[] = [
  [5, 'r2,t1,,2026-03-02T08:06:00Z,more', 'the row has too many fields'],
  [
    6,
    'r3,,a1,yesterday',
    'ticket_id: empty, and a value is required; sent_at: "yesterday" is not a timestamp such as 2026-03-01T08:15:30Z',
  ],
  [7, '"r4",t2,"a ""2""",noon', 'sent_at: "noon" is not a timestamp such as 2026-03-01T08:15:30Z'],
  [8, 'r5,t2', 'the row has too few fields'],
  [9, 'r6,t3,"a"1,2026-03-02T08:06:00Z', 'a quote is not closed, or stands inside an unquoted field'],
]

const NDJSON = `{"reply_id": "r1", "ticket_id": "t1", "sent_at": "2026-03-02T08:05:00Z"}
{"reply_id": "r2", "ticket_id":

{"reply_id": "r3", "ticket_id": "t1", "agent_id": "a1", "sent_at": "noon"}
{"reply_id": "r4", "sent_at": "2026-03-02T08:05:00Z"}
{"reply_id": "r7", "ticket_id": "t3", "agent_id": "a1", "sent_at": "2026-03-02T17:00:00Z"}
`
const NDJSON_BAD: readonly Bad[] = [
  [2, '{"reply_id": "r2", "ticket_id":', 'the line is not JSON'],
  [
    4,
    '{"reply_id": "r3", "ticket_id": "t1", "agent_id": "a1", "sent_at": "noon"}',
    'sent_at: "noon" is not a timestamp such as 2026-03-01T08:15:30Z',
  ],
  [5, '{"reply_id": "r4", "sent_at": "2026-03-02T08:05:00Z"}', 'ticket_id: empty, and a value is required'],
]

const PARQUET_BAD: readonly Bad[] = [
  [
    2,
    '{"reply_id":"r2","ticket_id":"t1","agent_id":null,"sent_at":"noon"}',
    'sent_at: "noon" is not a timestamp such as 2026-03-01T08:15:30Z',
  ],
  [
    3,
    '{"reply_id":"r3","ticket_id":null,"agent_id":"a1","sent_at":"2026-03-02T08:06:00Z"}',
    'ticket_id: empty, and a value is required',
  ],
]

const FORMATS = {
  csv: {bad: CSV_BAD, write: (file: string) => writeFileSync(file, CSV)},
  ndjson: {bad: NDJSON_BAD, write: (file: string) => writeFileSync(file, NDJSON)},
  parquet: {
    bad: PARQUET_BAD,
    write: async (file: string) => {
      const database = await openDatabase()
      await database.run(`copy (from (values
        ('r1', 't1', null, '2026-03-02T08:05:00Z'), ('r2', 't1', null, 'noon'), ('r3', null, 'a1', '2026-03-02T08:06:00Z'),
        ('r7', 't3', 'a1', '2026-03-02T17:00:00Z')) as rows (reply_id, ticket_id, agent_id, sent_at)) to '${file}'`)
      database.close()
    },
  },
} as const
type Format = keyof typeof FORMATS

beforeAll(() => copyProject(DESK, base))

async function projectWith(format: Format): Promise<string> {
  const project = join(folder, format)
  cpSync(base, project, {recursive: true})
  const sources = join(project, 'lake')
  mkdirSync(sources)
  copyFileSync(join(project, 'seeds', 'tickets.csv'), join(sources, 'tickets.csv'))
  await FORMATS[format].write(join(sources, `replies.${format}`))
  return project
}

interface Summary {
  readonly quarantined: readonly {source: string; rows: number}[]
}

describe.each(Object.keys(FORMATS) as Format[])('rows of %s that cannot be read', format => {
  const {bad} = FORMATS[format]
  let project = ''
  beforeAll(async () => {
    project = await projectWith(format)
  })

  it('stop the build, each told with its reason, and nothing is published', async () => {
    const run = await kpi(['build', '--sources', 'lake'], project)
    expect(run.status).toBe(1)
    for (const [line, , reason] of bad) {
      expect(run.stderr).toContain(reason)
      if (format !== 'parquet') expect(run.stderr).toContain(`lake/replies.${format}:${line}`)
      else expect(run.stderr).toContain(`row ${line}: `)
    }
    expect(run.stderr).toContain(`${bad.length} errors`)
    expect(existsSync(join(project, 'target', 'current'))).toBe(false)
  })

  it('are set aside with --on-bad-rows quarantine, and counted', async () => {
    const run = await kpi(['build', '--sources', 'lake', '--on-bad-rows', 'quarantine'], project)
    expect(run.status, run.stderr).toBe(0)
    expect(run.stdout).toContain(
      `quarantined replies: ${bad.length} rows could not be read; they are in meta.quarantine`,
    )
    const database = await openDatabase(join(project, 'target', 'warehouse.duckdb'), {access_mode: 'READ_ONLY'})
    const rows = await database.rows('select source, file, line, raw_text, reason from meta.quarantine order by line')
    const facts = await database.rows<{reply_id: string}>('select reply_id from facts.fct_replies order by reply_id')
    database.close()
    expect(rows).toEqual(
      bad.map(([line, raw, reason]) => ({
        source: 'replies',
        file: `lake/replies.${format}`,
        line,
        raw_text: raw,
        reason,
      })),
    )
    expect(facts.map(row => row.reply_id)).toEqual(['r1', 'r7'])
    const again = await kpiJson<Summary>(['build', '--sources', 'lake', '--on-bad-rows', 'quarantine'], project)
    expect(again.quarantined).toEqual([{source: 'replies', rows: bad.length}])
  })
})

it('a column that is not declared is a warning, and left out', async () => {
  const project = join(folder, 'extra')
  cpSync(base, project, {recursive: true})
  const file = join(project, 'seeds', 'replies.csv')
  const [header, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n')
  writeFileSync(file, `${[`${header},mood`, ...rows.map(row => `${row},good`)].join('\n')}\n`)
  const run = await kpi(['build'], project)
  expect(run.status, run.stderr).toBe(0)
  expect(run.stderr).toContain(
    'warning extra-column  seeds/replies.csv:1:37\n  source "replies" has a column "mood" that is not declared; it is left out',
  )
})
