import type {Catalog} from '../catalog/catalog.ts'
import type {ComponentForm} from '../catalog/catalog-schema.ts'
import {fault, type Problem} from '../core/problem.ts'
import {nearest, suggestion} from '../core/suggest.ts'
import {textsOf} from './texts.ts'

/** The names of a catalog; `reports/types.ts` has those of the project. */
export interface Refs {
  readonly kpi: string
  /** Everything that is drawn. */
  readonly chart: string
  /** Tables and lists. */
  readonly table: string
  readonly family: string
  readonly dimension: string
}

/** A text per language of the catalog. */
export type Texts = Readonly<Record<string, string>>

/** A family's KPIs in the catalog's order; or only those that are tagged `headline` or highlighted, or that no other section of the page names. */
export interface FamilyCards<R extends Refs = Refs> {
  readonly family: R['family']
  readonly headlines?: boolean
  readonly rest?: boolean
}

/** A part of a page. Everything is named by its reference in the catalog; empty parts are left out. */
export interface Section<R extends Refs = Refs> {
  readonly title: Texts
  /** A sentence under the title, before the one that reads the figures aloud. */
  readonly lead?: Texts
  /** KPIs shown first and larger; they are not repeated among the cards. */
  readonly highlights?: readonly R['kpi'][]
  readonly cards?: readonly R['kpi'][] | FamilyCards<R>
  /** Everything that is drawn: donuts, lines, histograms, funnels, bars, scatters, matrices. */
  readonly charts?: readonly R['chart'][]
  /** Tables and lists. */
  readonly tables?: readonly R['table'][]
  /** Shows the cards once for each value of this dimension that occurs, to be folded; without charts and tables. */
  readonly by?: R['dimension']
  /** A KPI: the section is shown only where it is not 0. */
  readonly when?: R['kpi']
  /** The reader chooses among the cards; these are shown first. */
  readonly chosen?: readonly R['kpi'][]
}

/** A page for each value of a dimension that the data hold. */
export interface Each<R extends Refs = Refs> {
  readonly dimension: R['dimension']
  /** The column of the dimension's model (`labels` in the catalog) that holds the day or local time with which the period begins; else the data's first day. */
  readonly since?: string
  /** Id of the page that leads here. */
  readonly parent: string
}

/** A page of the site; the file is named after its id. The first page is where the site opens. */
export interface Page<R extends Refs = Refs> {
  readonly id: string
  readonly title: Texts
  readonly lead?: Texts
  /** Makes a page for each value of a dimension, narrowed to it and titled with its name; `title` says what it is. */
  readonly each?: Each<R>
  /** `headlines`: a section per family with its headline KPIs. */
  readonly sections: readonly Section<R>[] | 'headlines'
}

/** What `reports/pages.ts` exports. */
export interface PagesModule {
  readonly default: readonly Page[]
  /** What dates a figure in words, by the name of the column: `{requested_at: {en: 'request date', …}}`. */
  readonly dates?: Readonly<Record<string, Texts>>
}

/** The pages of a project that describes none: an overview, and one page with a section per family. */
export function defaultPages(catalog: Catalog): PagesModule {
  const inAll = (word: 'overview' | 'figures'): Texts =>
    Object.fromEntries(catalog.languages.map(language => [language, textsOf(language)[word]]))
  const sections = Object.entries(catalog.families).map(([family, {name, description}]): Section => {
    const components = [...catalog.components].filter(([, component]) => component.family === family)
    return {
      title: name,
      ...(description === undefined ? {} : {lead: description}),
      highlights: familyRefs(catalog, {family}).filter(ref => catalog.kpis.get(ref)!.highlighted),
      cards: {family},
      charts: components.filter(([, {form}]) => !isTable(form)).map(([ref]) => ref),
      tables: components.filter(([, {form}]) => isTable(form)).map(([ref]) => ref),
    }
  })
  return {
    default: [
      {id: 'overview', title: inAll('overview'), sections: 'headlines'},
      {id: 'figures', title: inAll('figures'), sections},
    ],
  }
}

/** Whether a component is a table on the page, rather than a chart. */
export function isTable(form: ComponentForm): boolean {
  return form === 'table' || form === 'list'
}

/** A family's KPIs, in the catalog's order. */
export function familyRefs(catalog: Catalog, {family, headlines}: FamilyCards): string[] {
  return [...catalog.kpis]
    .filter(
      ([, kpi]) => kpi.family === family && (!headlines || kpi.highlighted || (kpi.tags ?? []).includes('headline')),
    )
    .map(([ref]) => ref)
}

/** A page's sections, written out. */
export function sectionsOf(page: Page, catalog: Catalog): readonly Section[] {
  const {sections} = page
  if (sections !== 'headlines') return sections.map(section => withRest(section, sections, catalog))
  const families = Object.entries(catalog.families)
  const headlines = families
    .filter(([family]) => familyRefs(catalog, {family, headlines: true}).length > 0)
    .map(([family, {name}]): Section => ({title: name, cards: {family, headlines: true}}))
  if (headlines.length > 0) return headlines
  // nothing is marked as a headline: what comes first
  return families.map(([family, {name}]) => ({title: name, cards: familyRefs(catalog, {family}).slice(0, 3)}))
}

/** A section that shows the rest of a family, with the KPIs that are left for it. */
function withRest(section: Section, all: readonly Section[], catalog: Catalog): Section {
  const {cards = []} = section
  if (!('family' in cards) || !cards.rest) return section
  const named = new Set(
    all.flatMap(each => [...(each.highlights ?? []), ...(each.cards && !('family' in each.cards) ? each.cards : [])]),
  )
  return {...section, cards: familyRefs(catalog, cards).filter(ref => !named.has(ref))}
}

/** On which page a KPI's card stands, seen from another: on that one, else on the first that doesn't only gather headlines. */
export function cardPlaces(
  pages: readonly Page[],
  {catalog}: {readonly catalog: Catalog},
): (ref: string, here: string) => string | undefined {
  const places = pages
    .filter(page => !page.each)
    .map(page => {
      const refs = sectionsOf(page, catalog).flatMap(each => sectionCards(each, catalog))
      return {id: page.id, refs: new Set(refs), gathers: page.sections === 'headlines'}
    })
  places.sort((a, b) => Number(a.gathers) - Number(b.gathers))
  return (ref, here) => {
    const found = places.filter(place => place.refs.has(ref))
    return found.some(place => place.id === here) ? here : found[0]?.id
  }
}

/** The cards of a section, highlights first. */
export function sectionCards(section: Section, catalog: Catalog): readonly string[] {
  return [...(section.highlights ?? []), ...cardRefs(section, catalog)]
}

/** Every ref that a page shows. */
export function pageRefs(page: Page, catalog: Catalog): Set<string> {
  return new Set(sectionsOf(page, catalog).flatMap(section => sectionRefs(section, catalog)))
}

/** Every ref that a section shows. */
export function sectionRefs(section: Section, catalog: Catalog): readonly string[] {
  return [...sectionCards(section, catalog), ...(section.charts ?? []), ...(section.tables ?? [])]
}

/** The refs of a section's cards, highlights left out. */
export function cardRefs(section: Section, catalog: Catalog): readonly string[] {
  const {cards = [], highlights = []} = section
  const refs = 'family' in cards ? familyRefs(catalog, cards) : cards
  return refs.filter(ref => !highlights.includes(ref))
}

/**
 * What is wrong with a project's pages: unknown refs and families (with the nearest), refs of the wrong kind, missing
 * languages, ids used twice. `file` and `text` are those of the pages' module; each problem names its page.
 */
export function checkPages({default: pages}: PagesModule, catalog: Catalog, file: string, text: string): Problem[] {
  const problems: Problem[] = []
  const place = (written: string) => ({file, ...placeOf(written, text)})
  const refs = [...catalog.kpis.keys(), ...catalog.components.keys()]
  for (const [i, page] of pages.entries()) {
    const where = `page "${page.id}"`
    if (!/^[a-z][a-z0-9_]*$/.test(page.id))
      problems.push(
        fault(
          'wrong-page-id',
          `${where}: an id is a name in lower case (letters, digits, underscores)`,
          place(page.id),
        ),
      )
    if (page.id === 'index')
      problems.push(fault('wrong-page-id', `${where}: "index" is where the site begins`, place(page.id)))
    if (pages.findIndex(other => other.id === page.id) < i)
      problems.push(fault('duplicate-page', `${where} is described twice`, place(page.id)))
    checkTexts(page.title, `${where}: its title`)
    if (page.each) checkEach(page.each, where)
    for (const [s, section] of (page.sections === 'headlines' ? [] : page.sections).entries()) {
      const at = `${where}, section ${s + 1}`
      checkTexts(section.title, `${at}: its title`)
      checkTexts(section.lead, `${at}: its lead`)
      const {cards = []} = section
      if ('family' in cards) {
        if (!(cards.family in catalog.families))
          problems.push(
            fault('unknown-family', `${at}: there is no family "${cards.family}"`, {
              ...place(cards.family),
              hint: suggestion(cards.family, Object.keys(catalog.families), 'families'),
            }),
          )
      } else checkRefs(cards, 'cards', at)
      checkRefs(section.highlights, 'highlights', at)
      checkRefs(section.chosen, 'chosen', at)
      checkRefs(section.when === undefined ? undefined : [section.when], 'when', at)
      if (section.by !== undefined) checkDimension(section.by, at)
      checkRefs(section.charts, 'charts', at)
      checkRefs(section.tables, 'tables', at)
    }
  }
  return problems

  function checkTexts(texts: Texts | undefined, what: string): void {
    const missing = texts === undefined ? [] : catalog.languages.filter(language => !texts[language])
    if (missing.length > 0)
      problems.push(
        fault(
          'missing-language',
          `${what} has no text for ${missing.join(', ')}`,
          place(Object.values(texts!)[0] ?? ''),
        ),
      )
  }

  function checkDimension(name: string, at: string): void {
    if (!(name in catalog.dimensions))
      problems.push(
        fault('unknown-dimension', `${at}: there is no dimension "${name}"`, {
          ...place(name),
          hint: suggestion(name, Object.keys(catalog.dimensions), 'dimensions'),
        }),
      )
  }

  function checkEach({dimension, since, parent}: Each, at: string): void {
    checkDimension(dimension, at)
    const labels = catalog.dimensions[dimension]?.labels
    if (since !== undefined && dimension in catalog.dimensions && labels === undefined)
      problems.push(
        fault('no-labels', `${at}: the dimension "${dimension}" has no model that could hold "${since}"`, {
          ...place(since),
          hint: `give the dimension "labels" in the catalog, or leave "since" out`,
        }),
      )
    if (!pages.some(page => page.id === parent && !page.each))
      problems.push(
        fault('unknown-page', `${at}: there is no page "${parent}"`, {
          ...place(parent),
          hint: suggestion(
            parent,
            pages.map(page => page.id),
            'pages',
          ),
        }),
      )
  }

  function checkRefs(
    named: readonly string[] | undefined,
    list: 'cards' | 'highlights' | 'chosen' | 'when' | 'charts' | 'tables',
    at: string,
  ): void {
    for (const ref of named ?? []) {
      const form = catalog.components.get(ref)?.form
      const kind = catalog.kpis.has(ref) ? 'KPI' : form === undefined ? undefined : isTable(form) ? 'table' : 'chart'
      const wanted = {cards: 'KPI', highlights: 'KPI', chosen: 'KPI', when: 'KPI', charts: 'chart', tables: 'table'}[
        list
      ]
      if (kind === undefined)
        problems.push(fault('unknown-ref', `${at}: the catalog has no "${ref}"`, {...place(ref), ...near(ref)}))
      else if (kind !== wanted)
        problems.push(
          fault('wrong-kind', `${at}: ${ref} is a ${kind}, but stands among the ${list}`, {
            ...place(ref),
            hint: kind === 'KPI' ? 'move it to "cards"' : `move it to "${kind}s"`,
          }),
        )
    }
  }

  function near(ref: string): {hint: string} {
    const name = nearest(ref, refs)
    return {hint: name === undefined ? suggestion(ref, refs, 'references') : `did you mean "${name}"?`}
  }
}

/** Line and column (1-based) of a string literal in a module's text; nothing where it isn't written so. */
function placeOf(written: string, text: string): {line?: number; column?: number; length?: number} {
  const offset =
    written === ''
      ? -1
      : (["'", '"', '`'].map(quote => text.indexOf(`${quote}${written}${quote}`)).find(at => at >= 0) ?? -1)
  if (offset < 0) return {}
  const before = text.slice(0, offset + 1)
  return {line: before.split('\n').length, column: before.length - before.lastIndexOf('\n'), length: written.length}
}
