import {statusOf} from '../../catalog/aliases.ts'
import {CATALOG_FILE} from '../../catalog/catalog.ts'
import type {Kpi} from '../../catalog/definitions.ts'
import {days} from '../../catalog/durations.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {auditTextsOf} from '../texts/audit.ts'
import {restatementTextsOf} from '../texts/restatements.ts'
import {textsOf} from '../texts.ts'
import {fileOf} from './more.ts'
import {restated} from './restated.ts'
import {anchorsOf, dimensionName, entryOf, linkTo, type Sheet, say} from './sheet.ts'

/** A line of what is told about a reference. */
type Line = readonly [label: string, text: Markup | string | null]

/** Name and description in the catalog's other languages, to be opened. */
export function otherLanguages(sheet: Sheet, ref: string): Markup | null {
  const {name, description} = entryOf(sheet, ref)
  const others = sheet.compiled.project.catalog.languages.filter(language => language !== sheet.language)
  if (others.length === 0) return null
  const texts = others.map(
    language => html`<div lang="${language}"><p><b>${name[language]}</b> (${textsOf(language).language})</p>
      <p>${description[language]}</p></div>`,
  )
  return html`<details class="languages-too"><summary>${sheet.words.otherLanguages}</summary>${texts}</details>`
}

/** What the catalog promises and rules out for a KPI: dates, past values (and what was observed of them), dimensions, target, companion, owner. */
export function aboutKpi(sheet: Sheet, kpi: Kpi, observed: Markup | null): Markup {
  const {words, texts} = sheet
  const {input} = kpi
  const unit = [texts.unitNames[input.unit]!, ...(input.better ? [words.better[input.better]] : [])].join(', ')
  const anchors = anchorsOf(sheet, kpi).map(({column, words: said}, i) => {
    const code = column !== undefined && said !== column && html` <code>${column}</code>`
    return html`${i > 0 && ' / '}${said}${code}`
  })
  const dimensions = kpi.dimensions.map(dimension => dimensionName(sheet, dimension))
  const catalogue = sheet.compiled.project.catalog.yaml.keyPlace(['kpis', kpi.ref])
  return lines([
    [words.unit, unit],
    [words.datedBy, html`${anchors}`],
    [words.promise, promise(sheet, kpi)],
    [auditTextsOf(sheet.language).checked, observed],
    [restatementTextsOf(sheet.language).label, restated(sheet, kpi)],
    [words.dimensions, dimensions.length === 0 ? words.noDimensions : dimensions.join(', ')],
    [words.notBy, notBy(sheet, kpi)],
    [words.additivity, words.additivities[kpi.additivity]],
    [words.target, target(sheet, kpi)],
    [words.companion, input.companion === undefined ? null : linkTo(sheet, input.companion)],
    ...organisation(sheet, kpi.ref),
    [words.inSql, html`<code>marts.${kpi.columnName}(…)</code>`],
    [words.definedIn, html`<code>${CATALOG_FILE}:${catalogue.line}</code>`],
  ])
}

/** What the catalog says of a chart or table beyond its description. */
export function aboutComponent(sheet: Sheet, ref: string): Markup {
  const {words} = sheet
  const {fixed, fluctuates_by: by = [], settles_after: settles} = entryOf(sheet, ref)
  const {line} = sheet.compiled.project.catalog.yaml.keyPlace(['components', ref])
  return lines([
    [words.promise, fixed === undefined ? null : promiseOf(sheet, fixed, by, settles)],
    ...organisation(sheet, ref),
    [words.definedIn, html`<code>${CATALOG_FILE}:${line}</code>`],
  ])
}

function organisation(sheet: Sheet, ref: string): Line[] {
  const {words} = sheet
  const entry = entryOf(sheet, ref)
  const {owner, tags = [], aliases = []} = entry
  const status = statusOf(entry)
  return [
    [words.owner, owner ?? null],
    [words.tags, tags.length === 0 ? null : tags.join(', ')],
    [words.status, words.statuses[status] ?? status],
    [
      words.formerly,
      aliases.length === 0 ? null : html`${aliases.map((alias, i) => html`${i > 0 && ', '}<code>${alias}</code>`)}`,
    ],
  ]
}

function lines(all: readonly Line[]): Markup {
  const shown = all.filter(([, text]) => text !== null)
  return html`<dl class="about">${shown.map(([label, text]) => html`<div><dt>${label}</dt> <dd>${text}</dd></div>`)}</dl>`
}

function promise(sheet: Sheet, {input}: Kpi): string {
  return promiseOf(sheet, input.fixed, input.fluctuates_by ?? [], input.settles_after)
}

function promiseOf(sheet: Sheet, fixed: boolean, by: readonly string[], settles: string | undefined): string {
  const {words} = sheet
  const names = by.map(dimension => dimensionName(sheet, dimension)).join(', ')
  const said = fixed ? (by.length === 0 ? words.fixed : words.fixedBut(names)) : words.fluctuates
  return settles === undefined ? said : `${said} ${words.settles(days(settles))}`
}

/** Filters that leave the KPI as it is: dimensions of the catalog that it lacks, time of day, weekdays. */
function notBy(sheet: Sheet, kpi: Kpi): string {
  const {words} = sheet
  const lacking = Object.keys(sheet.compiled.project.catalog.dimensions).filter(each => !kpi.dimensions.includes(each))
  const names = [
    ...lacking.map(dimension => dimensionName(sheet, dimension)),
    ...(kpi.hasHours ? [] : [words.timeOfDay]),
    ...(kpi.hasWeekdays ? [] : [words.weekdays]),
  ]
  return names.length === 0 ? words.everyFilter : names.join(', ')
}

function target({texts, formats}: Sheet, kpi: Kpi): string | null {
  const {min, max} = kpi.input.target ?? {}
  if (min === undefined && max === undefined) return null
  const written = (bound: number | undefined) => (bound === undefined ? undefined : formats.value(bound, unitOf(kpi)))
  return texts.target(written(min), written(max))
}

/** Name, reference and family above everything else; a link to the family's part of the index. */
export function identity(sheet: Sheet, ref: string): Markup {
  const {words} = sheet
  const entry = entryOf(sheet, ref)
  const {family} = entry
  const status = statusOf(entry)
  const form = sheet.compiled.project.definitions.components.get(ref)?.form ?? 'kpi'
  const {name} = sheet.compiled.project.catalog.families[family]!
  return html`<p class="identity"><code>${ref}</code> <span>${words.forms[form]}</span>
    <a href="index.html#${family}">${say(sheet, name)}</a>
    ${status !== 'implemented' && html`<span class="mark">${words.statuses[status] ?? status}</span>`}</p>
    ${deprecation(sheet, ref)}`
}

/** Since when something should no longer be used, and what to use instead. */
function deprecation(sheet: Sheet, ref: string): Markup | null {
  const {deprecated} = entryOf(sheet, ref)
  if (!deprecated) return null
  const {since, use, note} = deprecated
  const instead = use !== undefined && html` ${sheet.words.useInstead} ${linkTo(sheet, use)}.`
  return html`<p class="deprecated" role="note">${sheet.words.deprecatedSince(sheet.texts.date(since))}${instead}${note && html` ${say(sheet, note)}`}</p>`
}

/** A list of links to references, each with its kind. */
export function linkList(sheet: Sheet, refs: readonly string[]): Markup {
  const {components} = sheet.compiled.project.definitions
  const items = refs.map(ref => {
    const form = components.get(ref)?.form
    return html`<li><a href="${fileOf(ref)}">${say(sheet, entryOf(sheet, ref).name)}</a>
      <span class="ref">${ref}${form && html`, ${sheet.words.forms[form]}`}</span></li>`
  })
  return html`<ul class="links">${items}</ul>`
}
