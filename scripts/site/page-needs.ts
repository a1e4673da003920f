import type {Project} from '../compile/load.ts'
import {type Need, needsOf} from './needs.ts'
import {type Page, pageRefs, sectionCards, sectionsOf} from './pages.ts'

/** Everything that a page shows: its cards, charts and tables, sections that repeat by a dimension, conditions. */
export function pageNeeds(project: Project, page: Page): Need[] {
  const {catalog, definitions} = project
  const needs = needsOf(project, pageRefs(page, catalog))
  const has = new Set(needs.map(key))
  const add = (need: Need) => {
    if (has.has(key(need))) return
    has.add(key(need))
    needs.push(need)
  }
  for (const section of sectionsOf(page, catalog)) {
    if (section.when !== undefined) add({figure: definitions.kpis.get(section.when)!, over: 'now'})
    for (const ref of sectionCards(section, catalog)) {
      const kpi = definitions.kpis.get(ref)!
      if (section.by !== undefined) add({figure: kpi, over: 'now', by: section.by})
      const {missing} = kpi.input
      if (missing === undefined) continue
      const other = definitions.kpis.get(missing.when)!
      add({figure: other, over: 'now'})
      if (section.by !== undefined) add({figure: other, over: 'now', by: section.by})
    }
  }
  return needs
}

const key = ({figure, by}: Need) => `${figure.ref} ${by ?? ''}`
