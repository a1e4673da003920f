import type {Kpi} from '../../catalog/definitions.ts'
import type {SourceColumns} from '../../lineage/source-columns.ts'
import {observed} from '../audit/kpi.ts'
import {html, type Markup} from '../html.ts'
import type {Results} from '../quality/results.ts'
import {settlingTexts} from '../texts/settling.ts'
import {aboutComponent, aboutKpi, identity, otherLanguages} from './about.ts'
import {breakdowns, targets} from './breakdowns.ts'
import {checks} from './checks.ts'
import {formula, ownFigure} from './formula.ts'
import {breadcrumbs} from './frame.ts'
import {history} from './history.ts'
import {type Picture, picture} from './lineage-picture.ts'
import {settling} from './settling.ts'
import {entryOf, nameOf, type Sheet, say} from './sheet.ts'
import {sourceColumns} from './source-columns.ts'
import {statement} from './statement.ts'
import {uses} from './uses.ts'

/** What is the same on a reference's page in every language. */
export interface Prepared {
  readonly layout: Picture
  readonly columns?: SourceColumns
  /** Of a KPI, its statement, coloured. */
  readonly sql?: Markup
}

/** A part of a page: its title and content; left out where there is nothing to say. */
type Part = readonly [id: string, title: string, content: Markup | null]

/** The page of one KPI, chart or table. */
export function entryPage(sheet: Sheet, ref: string, results: Results, {layout, columns, sql}: Prepared): Markup {
  const {words} = sheet
  const kpi = sheet.compiled.project.definitions.kpis.get(ref)
  const parts: Part[] = [
    ['definition', words.definition, definition(sheet, ref, kpi, results)],
    ['history', words.history, kpi ? history(sheet, kpi) : null],
    ['settling', settlingTexts(sheet.language).title, kpi ? settling(sheet, kpi) : null],
    ['targets', words.targets, kpi ? targets(sheet, kpi) : null],
    ['dimensions', words.breakdowns, kpi ? breakdowns(sheet, kpi) : null],
    ['use', words.use, uses(sheet, ref)],
    ['lineage', words.lineage, html`${picture(sheet, ref, layout)}${columns ? sourceColumns(sheet, columns) : null}`],
    ['sql', words.sql, kpi && sql ? statement(sheet, kpi, sql) : null],
    ['checks', words.checks, checks(sheet, ref, results)],
  ]
  const shown = parts.filter(([, , content]) => content !== null)
  const {family} = entryOf(sheet, ref)
  const crumbs = [
    {text: words.index, href: 'index.html'},
    {text: say(sheet, sheet.compiled.project.catalog.families[family]!.name), href: `index.html#${family}`},
    {text: nameOf(sheet, ref)},
  ]
  return html`<div class="head">${breadcrumbs(sheet.texts.breadcrumbs, crumbs)}
    <h1>${nameOf(sheet, ref)}</h1>
    ${identity(sheet, ref)}
    <nav class="sections" aria-label="${sheet.texts.sections}"><ul>${shown.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></div>
    ${shown.map(([id, title, content]) => html`<section id="${id}"><h2>${title}</h2>${content}</section>`)}`
}

function definition(sheet: Sheet, ref: string, kpi: Kpi | undefined, {audited}: Results): Markup {
  const {words} = sheet
  const entry = entryOf(sheet, ref)
  const component = sheet.compiled.project.definitions.components.get(ref)
  const own = kpi ? formula(sheet, kpi.input) : component ? ownFigure(sheet, component) : null
  return html`<div class="sheet"><div><p class="says">${say(sheet, entry.description)}</p>
    ${entry.note && html`<p class="note">${say(sheet, entry.note)}</p>`}
    ${otherLanguages(sheet, ref)}
    ${own && html`<h3>${words.formula}</h3>${own}`}</div>
    ${kpi ? aboutKpi(sheet, kpi, observed(sheet, audited, kpi)) : aboutComponent(sheet, ref)}</div>`
}
