import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {copyProject, DESK} from '../e2e/command-line.ts'

/**
 * Writes a project of many models and as many KPIs: chains of ten facts that read each other, a KPI of each, every tenth a ratio of
 * two others, fifty KPIs to a family, ten facts to a `.yml`.
 */
export function writeLarge(folder: string, size: number): string {
  copyProject(DESK, folder)
  const numbers = Array.from({length: size}, (_, i) => i)
  const facts = join(folder, 'models', 'facts', 'many')
  mkdirSync(facts, {recursive: true})
  for (const i of numbers) {
    const upstream = i % 10 === 0 ? 'fct_tickets' : `fct_many_${i - 1}`
    writeFileSync(
      join(facts, `fct_many_${i}.sql`),
      `with above as (\n\n    select * from {{ref "${upstream}"}}\n\n)\n\nselect\n    above.ticket_id,\n    above.team,\n    above.priority,\n    above.opened_at,\n    above.opened_at_local\nfrom above\nwhere above.ticket_id <> 't${i}'\n`,
    )
  }
  for (let first = 0; first < size; first += 10) {
    const models = numbers.slice(first, first + 10).map(
      i => `  fct_many_${i}:
    description: Tickets that are not number ${i}. One row per ticket.
    grain: [ticket_id]
    columns:
      ticket_id: {type: VARCHAR, description: Ticket., tests: [not_null]}
      team: {type: VARCHAR, description: Team.}
      priority: {type: VARCHAR, description: Priority.}
      opened_at: {type: TIMESTAMP, description: Opening.}
      opened_at_local: {type: TIMESTAMP, description: Opening in local time.}
    dimensions: {team: team, priority: priority}
`,
    )
    writeFileSync(join(facts, `many_${first}.yml`), `models:\n${models.join('')}`)
  }
  const families = numbers
    .filter(i => i % 50 === 0)
    .map(i => `  many_${i / 50}: {name: {en: Many ${i}, fr: Beaucoup ${i}}}\n`)
  const kpis = numbers.map(i => {
    const definition =
      i % 10 === 9
        ? `    numerator: Many-Card-${i - 1}\n    denominator: Many-Card-${i - 2}\n`
        : `    count: rows\n    from: fct_many_${i}\n    date: opened_at\n    where: priority <> 'p${i}'\n`
    return `  Many-Card-${i}:\n    family: many_${Math.floor(i / 50)}\n    name: {en: Tickets ${i}, fr: Tickets ${i}}\n    description: {en: Number ${i}., fr: Numéro ${i}.}\n${definition}    unit: number\n    fixed: true\n`
  })
  writeFileSync(
    join(folder, 'kpi-catalog.yml'),
    `version: 1
timezone: Europe/Paris
currency: EUR
languages: [en, fr]
dimensions:
  team: {name: {en: Team, fr: Équipe}}
  priority: {name: {en: Priority, fr: Priorité}}
  agent: {name: {en: Agent, fr: Agent}}
families:
${families.join('')}kpis:
${kpis.join('')}`,
  )
  return folder
}
