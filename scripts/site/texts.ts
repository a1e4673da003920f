import {en} from './texts/en.ts'
import {fr} from './texts/fr.ts'
import type {SiteTexts} from './texts/words.ts'

const TEXTS: Readonly<Record<string, SiteTexts>> = {en, fr}

/** The site's words in a language; English where it has none, with that language's numbers and dates. */
export function textsOf(language: string): SiteTexts {
  return TEXTS[language] ?? {...en, locale: language, language}
}
