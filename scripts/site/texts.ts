import type {Period} from './periods.ts'
import {en} from './texts/en.ts'
import {fr} from './texts/fr.ts'
import type {SiteTexts} from './texts/words.ts'

const TEXTS: Readonly<Record<string, SiteTexts>> = {en, fr}

const spoken = new Map<string, SiteTexts>()

/** The site's words in a language; English where it has none, with that language's numbers and dates. */
export function textsOf(language: string): SiteTexts {
  const known = spoken.get(language)
  if (known) return known
  const texts = TEXTS[language] ?? {...en, locale: language, language}
  const remembering = {...texts, period: remembered(texts.period)}
  spoken.set(language, remembering)
  return remembering
}

/** A period's name is worked out once: a page says the names of its trend's periods for each of its figures. */
function remembered(name: SiteTexts['period']): SiteTexts['period'] {
  const names = new WeakMap<Period, string>()
  return period => {
    const known = names.get(period)
    if (known !== undefined) return known
    const said = name(period)
    names.set(period, said)
    return said
  }
}
