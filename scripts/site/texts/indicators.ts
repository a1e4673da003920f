/** Words for choosing among cards, in one language. */
export interface IndicatorTexts {
  readonly edit: string
  readonly choose: string
}

const en: IndicatorTexts = {edit: 'Edit the indicators', choose: 'Indicators shown'}
const fr: IndicatorTexts = {edit: 'Modifier les indicateurs', choose: 'Indicateurs affichés'}
const TEXTS: Readonly<Record<string, IndicatorTexts>> = {en, fr}

/** The words in a language; English where the site has none. */
export function indicatorTexts(language: string): IndicatorTexts {
  return TEXTS[language] ?? en
}
