import type {Project} from '../compile/load.ts'
import {type Need, needsOf} from './needs.ts'
import {type Page, type Section, sectionCards, sectionRefs, sectionsOf} from './pages.ts'

/** Everything that a page shows: its cards, charts and tables, sections that repeat by a dimension, conditions. */
export function pageNeeds(project: Project, page: Page): Need[] {
  const sections = sectionsOf(page, project.catalog)
  return sectionNeeds(project, sections, conditionNeeds(project, page))
}

/** What decides which sections of a page are shown. */
export function conditionNeeds({catalog, definitions}: Project, page: Page): Need[] {
  const refs = sectionsOf(page, catalog).flatMap(({when}) => (when === undefined ? [] : [when]))
  return [...new Set(refs)].map(ref => ({figure: definitions.kpis.get(ref)!, over: 'now'}))
}

/** What sections show, and what else is needed. */
export function sectionNeeds(project: Project, sections: readonly Section[], more: readonly Need[] = []): Need[] {
  const {catalog, definitions} = project
  const needs = needsOf(project, new Set(sections.flatMap(section => sectionRefs(section, catalog))))
  const has = new Set(needs.map(key))
  const add = (need: Need) => {
    if (has.has(key(need))) return
    has.add(key(need))
    needs.push(need)
  }
  for (const each of more) add(each)
  for (const section of sections) {
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
