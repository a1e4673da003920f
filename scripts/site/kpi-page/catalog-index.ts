import {statusOf} from '../../catalog/aliases.ts'
import {html, type Markup} from '../html.ts'
import {latestFigure} from './history.ts'
import {fileOf} from './more.ts'
import {entryOf, periodName, type Sheet, say} from './sheet.ts'

/** The index of everything in the catalog, by family; the script filters it while the reader types. */
export function catalogIndex(sheet: Sheet): Markup {
  const {words, formats, compiled, rows} = sheet
  const {catalog, definitions} = compiled.project
  const refs = [...definitions.kpis.keys(), ...definitions.components.keys()]
  const families = Object.entries(catalog.families).filter(([family]) =>
    refs.some(ref => entryOf(sheet, ref).family === family),
  )
  const number = (count: number) => formats.value(count, {unit: 'count'})
  const month = rows.month && periodName(sheet, rows.month)
  const lists = families.map(([family, {name, description}]) => {
    const here = refs.filter(ref => entryOf(sheet, ref).family === family)
    return html`<section id="${family}" data-group><h2>${say(sheet, name)}</h2>
      ${description && html`<p class="lead">${say(sheet, description)}</p>`}
      <ul class="entries">${here.map(ref => item(sheet, ref))}</ul></section>`
  })
  return html`<div class="head">
    <h1>${words.index}</h1>
    <p class="lead">${words.indexLead(number(definitions.kpis.size), number(definitions.components.size))}${month && html` ${words.indexFigures(month)}`}</p>
    <form class="search" role="search" action="index.html">
    <label for="q">${words.searchLabel}</label>
    <input id="q" type="search" name="q" accesskey="k" autocomplete="off" placeholder="${words.searchHint}">
    <button>${words.search}</button>
    <p class="small" role="status" data-found="${words.found('{n}', '{of}')}" data-none="${words.nothingFound}"></p></form>
    <nav class="sections" aria-label="${words.families}"><ul>${families.map(
      ([family, {name}]) => html`<li><a href="#${family}">${say(sheet, name)}</a></li>`,
    )}</ul></nav></div>
    ${lists}`
}

function item(sheet: Sheet, ref: string): Markup {
  const {words} = sheet
  const entry = entryOf(sheet, ref)
  const {name, description, tags = []} = entry
  const status = statusOf(entry)
  const {kpis, components} = sheet.compiled.project.definitions
  const kpi = kpis.get(ref)
  const form = components.get(ref)?.form
  const marks = [
    ...(form ? [words.forms[form]!] : []),
    ...(status === 'implemented' ? [] : [words.statuses[status] ?? status]),
    ...tags,
  ].map(mark => html` <span class="mark">${mark}</span>`)
  return html`<li data-entry><div><h3><a href="${fileOf(ref)}">${say(sheet, name)}</a> <span class="ref">${ref}</span>${marks}</h3>
    <p>${say(sheet, description)}</p></div>
    ${kpi && html`<p class="value">${latestFigure(sheet, kpi)}</p>`}</li>`
}
