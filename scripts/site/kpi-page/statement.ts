import Prism from 'prismjs'
import 'prismjs/components/prism-sql.js'
import type {Kpi} from '../../catalog/definitions.ts'
import type {Project} from '../../compile/load.ts'
import {understand} from '../../query/request.ts'
import {compileStatement} from '../../query/statement.ts'
import {escapeHtml, html, type Markup, raw} from '../html.ts'
import type {Sheet} from './sheet.ts'

/** What is coloured; the rest is text. */
const SHOWN: ReadonlySet<string> = new Set([
  'comment',
  'keyword',
  'string',
  'number',
  'function',
  'boolean',
  'variable',
])

/** The statement that `kpi query` runs for one period of a KPI, its values as placeholders, with coloured words. */
export function statementOf(project: Project, kpi: Kpi): Markup {
  const question = understand({refs: [kpi.ref], from: '2000-01-01', to: '2000-01-01'}, project)
  return highlight(compileStatement(project, question).sql.trim())
}

/** SQL with its keywords, strings, numbers, functions and comments marked by classes. */
export function highlight(sql: string): Markup {
  const write = (token: string | Prism.Token): string => {
    if (typeof token === 'string') return escapeHtml(token)
    const content = Array.isArray(token.content) ? token.content.map(write).join('') : write(token.content)
    return SHOWN.has(token.type) ? `<span class="${token.type}">${content}</span>` : content
  }
  return raw(Prism.tokenize(sql, Prism.languages.sql!).map(write).join(''))
}

/** The statement on a page, with what its placeholders stand for; the script adds a button that copies it. */
export function statement(sheet: Sheet, kpi: Kpi, sql: Markup): Markup {
  const {words} = sheet
  const command = `kpi query ${kpi.ref} --sql`
  const placeholders = Object.entries(words.placeholders).map(
    ([name, text]) => html`<div><dt><code>$${name}</code></dt> <dd>${text}</dd></div>`,
  )
  return html`<p class="lead">${words.sqlLead(command)}</p>
    <dl class="parts">${placeholders}</dl>
    <div class="code" data-copy="${words.copy}" data-copied="${words.copied}"><pre tabindex="0" role="region" aria-label="${words.sql}"><code>${sql}</code></pre></div>`
}
