import {join} from 'node:path'
import {parseHTML} from 'linkedom'
import {beforeAll, describe, expect, it} from 'vitest'
import {mermaid} from '../../scripts/lineage/mermaid.ts'
import {copyProject, DESK, kpi, kpiJson, temporaryFolder} from './command-line.ts'

const folder = temporaryFolder()
const project = join(folder, 'desk')
const run = async (...args: string[]) => {
  const {status, stdout, stderr} = await kpi(['lineage', ...args], project)
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
  return stdout
}
beforeAll(() => void copyProject(DESK, project))

interface Answer {
  of: string
  nodes: {id: string; kind: string; column?: string | null; ending?: string | null; title?: string}[]
  edges: {from: string; to: string; type?: string; ways?: string[]; roles?: string[]}[]
  unread: unknown[]
}

describe('kpi lineage', () => {
  it('draws the models around a fact as trees', async () => {
    const text = await run('fct_replies')
    expect(text).toContain(`fct_replies  fact

upstream
├─ stg_replies
│  └─ source:replies
└─ fct_tickets
   └─ stg_tickets
      └─ source:tickets

downstream
`)
    expect(text).toMatch(/─ measures\/replies_by_sent_at\n.*─ Desk-Card-3 {2}Replies per ticket {2}→ desk/)
    expect(await run('fct_replies', '--depth', '1', '--upstream')).toBe(
      'fct_replies  fact\n\nupstream\n├─ stg_replies\n└─ fct_tickets\n',
    )
  })

  it('follows a mart’s column over its KPI to the columns of sources', async () => {
    const text = await run('marts.desk.desk_card_2')
    expect(text).toContain('└─ Desk-Card-2  (aggregated)\n   ├─ fct_tickets.opened_at  (aggregated)\n')
    expect(text).toContain('opened_at_local  (dates it)')
    expect(text).toContain('source columns\n  value   tickets.closed_at, tickets.opened_at\n')
    expect(text).toContain('which rows desk has\n  decide  Desk-Card-1, ')
  })

  it('says what depends on a column of a source', async () => {
    const text = await run('source:replies.sent_at', '--downstream')
    expect(text).toMatch(/^KPIs \(\d+\)$/m)
    expect(text).toMatch(/^ {2}Desk-Card-3 +decides +Replies per ticket$/m)
    expect(text).not.toContain('Desk-Card-1 ')
  })

  it('tells each column of a model, and its rows', async () => {
    const text = await run('fct_tickets', '--columns')
    expect(text).toContain('opened_at_local\n  value   tickets.opened_at\n')
    expect(text).toMatch(/\nrows\n {2}\S/)
  })

  it('gives JSON whose edges join its nodes, with OpenLineage’s types', async () => {
    const {of, nodes, edges, unread} = await kpiJson<Answer>(['lineage', 'Desk-Card-2', '--columns'], project)
    expect({of, unread}).toEqual({of: 'columns', unread: []})
    const ids = new Set(nodes.map(node => node.id))
    for (const {from, to} of edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true])
    expect(nodes.find(node => node.id === 'Desk-Card-2')).toMatchObject({kind: 'kpi', title: 'Average time to close'})
    expect(nodes.find(node => node.id === 'source:tickets.closed_at')).toMatchObject({
      column: 'closed_at',
      ending: 'source',
    })
    const into = edges.filter(edge => edge.to === 'Desk-Card-2')
    expect(into).toContainEqual({
      from: 'fct_tickets.opened_at',
      to: 'Desk-Card-2',
      type: 'DIRECT',
      ways: ['aggregation'],
      roles: [],
    })
    expect(into).toContainEqual({
      from: 'fct_tickets.opened_at_local',
      to: 'Desk-Card-2',
      type: 'INDIRECT',
      ways: ['filter'],
      roles: ['anchor'],
    })
  })

  it('draws a picture that stands alone', async () => {
    const svg = await run('desk.desk_card_3', '--format', 'svg')
    const {document} = parseHTML(svg)
    const root = document.querySelector('svg')!
    expect(root.getAttribute('role')).toBe('img')
    const named = root.getAttribute('aria-labelledby')!.split(' ')
    expect(named.map(id => document.querySelector(`#${id}`)!.tagName.toLowerCase())).toEqual(['title', 'desc'])
    expect(document.querySelector('#description')!.textContent).toContain('Desk-Card-3 depends on')
    expect(svg).toContain('prefers-color-scheme: dark')
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|href|@import|NaN|undefined/)
    expect(document.querySelectorAll('path.decides').length).toBeGreaterThan(0)
    expect(await run('desk.desk_card_3', '--format', 'svg')).toBe(svg)
  })

  it('writes a flowchart: every line is a node, a group or an arrow between nodes that are there', async () => {
    const lines = (await run('Desk-Card-3', '--columns', '--format', 'mermaid')).trimEnd().split('\n')
    expect(lines[0]).toBe('flowchart LR')
    expect(lines.filter(line => /subgraph .*"source:replies"/.test(line))).toHaveLength(1)
    check(lines)
  })
})

/** Each line is one of Mermaid's forms; arrows join nodes that have been named, once each. */
function check(lines: readonly string[]): void {
  const label = String.raw`"[^"#<>]*(?:(?:#\d+;|<br/>)[^"#<>]*)*"`
  const box = new RegExp(
    String.raw`^ +(n\d+)(?:\[\(${label}\)\]|\[\[${label}\]\]|\[${label}\]|\(\[${label}\]\)|\(${label}\))$`,
  )
  const arrow = new RegExp(String.raw`^ {2}(n\d+) (?:-->|-\.->\|${label}\|) (n\d+)$`)
  const group = new RegExp(String.raw`^ {2}subgraph g\d+\[${label}\]$`)
  const named = new Set<string>()
  let arrows = 0
  for (const line of lines.slice(1)) {
    const [, id] = box.exec(line) ?? []
    const [, from, to] = arrow.exec(line) ?? []
    if (id !== undefined) {
      expect(named).not.toContain(id)
      named.add(id)
    } else if (from !== undefined) {
      arrows++
      expect([named.has(from), named.has(to!)]).toEqual([true, true])
    } else expect(line).toMatch(new RegExp(`${group.source}|^ {2}end$|^ {2}style n\\d+ stroke-width:3px$`))
  }
  expect(arrows).toBeGreaterThan(0)
}

describe('labels of a flowchart', () => {
  it('hold quotes, brackets, entities and markup as text', () => {
    const node = (id: string) => ({id, kind: 'kpi', relation: id}) as const
    const part = {
      root: node('Shop-Card-1'),
      nodes: [node('Shop-Card-1'), node('Shop-Card-2')],
      edges: [{from: 'Shop-Card-1', to: 'Shop-Card-2', ways: [], roles: []}],
    }
    const text = mermaid(part, new Map([['Shop-Card-1', 'A "50 %" share #1 <b>(net)</b> & more']]))
    expect(text).toContain('n1("Shop-Card-1<br/>A #34;50 %#34; share #35;1 #60;b#62;(net)#60;/b#62; #38; more")')
    check(text.trimEnd().split('\n'))
  })
})
