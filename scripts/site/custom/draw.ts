import {type Kysely, sql} from 'kysely'
import {aliasesOf} from '../../catalog/aliases.ts'
import {fault, ProblemError} from '../../core/problem.ts'
import {suggestion} from '../../core/suggest.ts'
import {card} from '../card.ts'
import {chart} from '../charts/index.ts'
import {unitOf} from '../formats.ts'
import {html, Markup, raw} from '../html.ts'
import {isTable, type Refs} from '../pages.ts'
import {periodOf} from '../periods.ts'
import {comparison} from '../presets.ts'
import {periodLine} from '../report.ts'
import {drawTable} from '../section.ts'
import {labelOf, say, type View} from '../view.ts'
import type {LoadedPage} from './load.ts'
import type {OwnTable, PageContext} from './page.ts'

/** So many calls lie, at most, between a page and what fails: a query passes through many. */
const DEEP = 100

/** Draws a page written in TypeScript. Throws what its code throws, as a problem at its place. */
export async function drawCustom(
  view: View,
  {page, id, file, blame}: LoadedPage,
  db: Kysely<unknown>,
): Promise<Markup> {
  let drawn: unknown
  const {stackTraceLimit} = Error
  Error.stackTraceLimit = DEEP
  try {
    drawn = await page.render(contextOf(view, db))
  } catch (error) {
    throw new ProblemError([{...blame(error), code: 'page-failed'}])
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
  if (drawn instanceof Markup) return html`${periodLine(view)}${drawn}`
  const hint = 'return what html`…`, section(…) or cards(…) give'
  throw new ProblemError([fault('page-failed', `page "${id}": render gives no HTML`, {file, line: 1, column: 1, hint})])
}

function contextOf(view: View, db: Kysely<unknown>): PageContext<Refs, unknown> {
  const {language, texts, formats, preset, range, project} = view
  const {kpis, components} = project.definitions
  const {families} = project.catalog
  const aliases = aliasesOf(project.catalog)
  const used = new Set<string>()
  const anchor = (ref: string) => {
    const isFirst = !used.has(ref)
    used.add(ref)
    return isFirst
  }
  const isKpi = (ref: string) => kpis.has(ref)
  const isOf = (table: boolean) => (ref: string) => components.has(ref) && isTable(components.get(ref)!.form) === table
  /** The types say so, too; but a reference can be worked out while the page is drawn. */
  const known = (written: string, what: string, is: (ref: string) => boolean): string => {
    const ref = aliases.get(written) ?? written
    if (is(ref)) return ref
    const all = [...kpis.keys(), ...components.keys()].filter(is)
    throw new Error(`there is no ${what} "${ref}"; ${suggestion(ref, all, `${what}s`)}`)
  }
  const kpi = (ref: string) => kpis.get(known(ref, 'KPI', isKpi))!
  const previous = comparison(preset)
  let sections = 0
  return {
    db,
    sql,
    html,
    language,
    say: each => say(view, each),
    period: preset.current,
    ...(previous ? {previous} : {}),
    dataEnd: range.dataEnd,
    section: (title, ...content) => {
      sections++
      return html`<section id="s${sections}"><div class="says"><h2>${say(view, title)}</h2></div>${content}</section>`
    },
    cards: (...refs) =>
      html`<div class="cards">${refs.map(ref => card(view, kpi(ref).ref, {anchor: anchor(ref)}))}</div>`,
    charts: (...refs) =>
      html`<div class="charts">${refs.map(ref => chart(view, known(ref, 'chart', isOf(false)), anchor(ref)))}</div>`,
    table: ref => drawTable(view, known(ref, 'table', isOf(true)), anchor(ref)),
    rows: table => ownTable(view, table),
    name: ref => say(view, kpi(ref).input.name),
    value: (ref, value) => formats.value(value, unitOf(kpi(ref))),
    family: id => say(view, families[id]!.name),
    days: (start, end) => texts.period(periodOf(start, end, range)),
    date: iso => texts.date(iso),
    label: (dimension, value) => labelOf(view, dimension, value),
  }
}

function ownTable(view: View, {name, columns, rows}: OwnTable): Markup {
  const place = columns.map(({isNumber}) => isNumber && raw(' class="number"'))
  const head = columns.map((each, i) => html`<th scope="col"${place[i]}>${say(view, each.name)}</th>`)
  const body = rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell, i) => html`<td${place[i + 1]}>${cell}</td>`)}</tr>\n`,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say(view, name)}"><table>
    <thead><tr>${head}</tr></thead>
    <tbody>${body}</tbody>
    </table></div>`
}
