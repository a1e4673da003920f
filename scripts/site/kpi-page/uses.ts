import type {Compiled} from '../../compile/project.ts'
import {namedIn} from '../../lineage/references.ts'
import {html, type Markup} from '../html.ts'
import {fileName} from '../navigation.ts'
import {type Page, pageRefs} from '../pages.ts'
import {linkList} from './about.ts'
import {type Sheet, say} from './sheet.ts'

/** On which pages each KPI, chart and table has its place; pages of single values left out. */
export function placesOf(compiled: Compiled, pages: readonly Page[]): Map<string, Page[]> {
  const places = new Map<string, Page[]>()
  for (const page of pages.filter(each => !each.each))
    for (const ref of pageRefs(page, compiled.project.catalog)) places.set(ref, [...(places.get(ref) ?? []), page])
  return places
}

/** What a reference is made of, what is made of it, and where it is shown. */
export function uses(sheet: Sheet, ref: string): Markup {
  const {words, users, shownOn, compiled} = sheet
  const {kpis} = compiled.project.definitions
  const made = namedIn(compiled.project, ref)
  const using = users.get(ref) ?? []
  const parts = [
    [kpis.has(ref) ? words.dependsOn : words.shows, made],
    [words.usedBy, using.filter(each => kpis.has(each))],
    [words.standsIn, using.filter(each => !kpis.has(each))],
  ] as const
  const pages = shownOn.get(ref) ?? []
  if (pages.length === 0 && parts.every(([, refs]) => refs.length === 0)) return html`<p>${words.unused}</p>`
  const lists = parts.flatMap(([label, refs]) =>
    refs.length === 0 ? [] : [html`<div><h3>${label}</h3>${linkList(sheet, refs)}</div>`],
  )
  const places = pages.map(
    page => html`<li><a href="../${fileName(page.id)}#${ref}">${say(sheet, page.title)}</a></li>`,
  )
  return html`<div class="uses">${lists}
    ${pages.length > 0 && html`<div><h3>${words.shownOn}</h3><ul class="links">${places}</ul></div>`}</div>`
}
