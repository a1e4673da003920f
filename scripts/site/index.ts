import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import type {Project} from '../compile/load.ts'
import type {Database} from '../sql/duckdb.ts'
import {readAssets} from './assets.ts'
import {choicesOf, chooser} from './chooser.ts'
import {siteData} from './data.ts'
import {exactFiles} from './exact/index.ts'
import {formatsOf, localTime} from './formats.ts'
import {languageChooser, layout, redirect} from './layout.ts'
import {loadPages} from './load-pages.ts'
import {firstDayOf, martsOf} from './marts.ts'
import {fileName} from './navigation.ts'
import {needsOf} from './needs.ts'
import {cardRefs, type Page, pageRefs, sectionsOf} from './pages.ts'
import {readPeople} from './people.ts'
import type {Range} from './periods.ts'
import {type PresetId, presetsOf} from './presets.ts'
import {withPseudonyms} from './pseudonyms.ts'
import {type Publication, publication} from './publication.ts'
import {readSite} from './read.ts'
import {textsOf} from './texts.ts'

/** What is published with the site: its version and the data's last instant (UTC, `2026-03-01 08:15:30`). */
export interface SiteBuild {
  readonly version: string
  readonly dataEnd: string
}

export interface WrittenSite {
  readonly pages: number
  readonly bytes: number
  /** What it shows beyond figures. */
  readonly publishes: Publication
}

/**
 * Writes the static site of a built database into `folder`: `index.html`, a folder of pages per language, `assets/`. Gives
 * how many pages and bytes were written. The same database, project and build give the same bytes. Throws the problems of
 * the project's pages (status 2).
 */
export async function writeSite(
  database: Database,
  project: Project,
  folder: string,
  build: SiteBuild,
): Promise<WrittenSite> {
  const {default: pages, dates = {}} = await loadPages(project)
  const {languages: codes, currency, timezone} = project.catalog
  const local = build.dataEnd === '' ? '' : localTime(build.dataEnd, timezone)
  const range: Range = {firstDay: (await firstDayOf(martsOf(database))) ?? NEVER, dataEnd: local}
  const presets = presetsOf(range)
  const needs = needsOf(project, [...project.definitions.kpis.keys(), ...project.definitions.components.keys()])
  const people = await readPeople(database, project)
  const [read, assets] = await Promise.all([readSite(database, project, needs, presets), readAssets(project)])
  const rows = withPseudonyms(read, project, people)
  const exact = await exactFiles(database, project, people)
  const data = siteData(project, rows, range)
  const languages = codes.map(code => ({code, name: textsOf(code).language, choose: textsOf(code).chooseLanguage}))
  const [first] = pages as readonly [Page]
  const files = new Map<string, string | Uint8Array>([
    ...exact.files.map(([name, bytes]) => [`assets/${name}`, bytes] as const),
    ['index.html', languageChooser(languages, first.id)],
    ['assets/style.css', assets.style],
    ['assets/client.js', assets.script],
  ])
  const cards = cardPlaces(pages, project)
  const choices = new Map(
    pages.map(page => {
      const figures = needsOf(project, pageRefs(page, project.catalog)).map(need => need.figure)
      return [page.id, choicesOf(project, figures, rows.values)]
    }),
  )
  const {drawReport, shownSections} = await import('./report.ts') // the chart library takes a while to load: only when it is needed

  for (const language of codes) {
    const texts = textsOf(language)
    const formats = formatsOf(texts, currency)
    // sources without rows have no last instant
    const end = build.dataEnd === '' ? undefined : formats.instant(build.dataEnd, timezone)
    const titles = pages.map(({id, title}) => ({id, title: title[language]!}))
    files.set(`${language}/index.html`, redirect(language, titles[0]!.title, first.id))
    for (const preset of presets) {
      for (const page of pages) {
        const id = preset.id!
        const view = {
          project,
          data,
          language,
          texts,
          formats,
          dates,
          range,
          cardAt: (ref: string) => cards(ref, page.id, id),
        }
        const frame = {
          page: page.id,
          title: page.title[language]!,
          ...(page.lead?.[language] === undefined ? {} : {lead: page.lead[language]}),
          ...(preset.current === undefined ? {} : {period: texts.period(preset.current)}),
          preset: id,
          chooser: chooser(view, preset, choices.get(page.id)!),
          language,
          texts,
          pages: titles,
          languages,
          sections: shownSections(view, page, preset).map(each => each.title[language]!),
          dataThrough: end === undefined ? texts.noDataYet : texts.dataThrough(end.date, end.time, timezone),
          version: build.version,
        }
        files.set(`${language}/${fileName(page.id, id)}`, layout(frame, drawReport(view, page, preset)))
      }
    }
  }
  return {...write(files, folder), publishes: publication(project, exact.published)}
}

/** Before all data: the first day of those that have none. */
const NEVER = '9999-12-31'

/** Where a KPI's card stands, seen from a page: on that page, else on the first one that doesn't only gather headlines. */
function cardPlaces(pages: readonly Page[], {catalog}: Project) {
  const places = pages.map(page => {
    const refs = sectionsOf(page, catalog).flatMap(each => [...(each.highlights ?? []), ...cardRefs(each, catalog)])
    return {id: page.id, refs: new Set(refs), gathers: page.sections === 'headlines'}
  })
  places.sort((a, b) => Number(a.gathers) - Number(b.gathers))
  return (ref: string, here: string, preset: PresetId): string | undefined => {
    const found = places.filter(place => place.refs.has(ref))
    if (found.some(place => place.id === here)) return `#${ref}`
    return found[0] && `${fileName(found[0].id, preset)}#${ref}`
  }
}

function write(files: ReadonlyMap<string, string | Uint8Array>, folder: string): {pages: number; bytes: number} {
  let bytes = 0
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), {recursive: true})
    writeFileSync(join(folder, name), text)
    bytes += typeof text === 'string' ? Buffer.byteLength(text) : text.length
  }
  return {pages: [...files.keys()].filter(name => name.endsWith('.html')).length, bytes}
}
