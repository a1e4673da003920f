import {html, type Markup} from '../html.ts'

/** Folder of the pages about the catalog, in each language's folder. */
export const FOLDER = 'kpi'

const WORDS: Readonly<Record<string, string>> = {
  en: 'History, breakdowns, SQL and tests',
  fr: 'Historique, ventilations, SQL et tests',
}

/** Name of the file of a reference's page, in the folder of such pages. */
export function fileOf(ref: string): string {
  return `${ref.toLowerCase()}.html`
}

/** A link from a figure on one of the project's pages to its own page; `name` for those who hear it. The browser draws it, too: it knows few words. */
export function moreAbout(language: string, ref: string, name: string): Markup {
  const words = WORDS[language] ?? WORDS.en
  return html`<p class="small"><a href="${FOLDER}/${fileOf(ref)}">${words}<span class="vh">: ${name}</span></a></p>`
}
