import type {Sample} from '../../core/settings.ts'

/** What a site says on every page when it was built on a part of the sources, in one language. */
interface SampleTexts {
  readonly locale: string
  /** In bold. */
  readonly head: string
  readonly said: (parts: string) => string
  readonly days: (count: string) => string
  readonly share: (percent: string) => string
}

const en: SampleTexts = {
  locale: 'en-GB',
  head: 'Sample',
  said: parts => `These figures were calculated on a part of the data (${parts}). They are for trying things out.`,
  days: count => (count === '1' ? 'the last day' : `the last ${count} days`),
  share: percent => `${percent} % of the entities`,
}

const fr: SampleTexts = {
  locale: 'fr-FR',
  head: 'Échantillon',
  said: parts => `Ces chiffres sont calculés sur une partie des données (${parts}). Ils servent à essayer.`,
  days: count => (count === '1' ? 'le dernier jour' : `les ${count} derniers jours`),
  share: percent => `${percent} % des entités`,
}

/** The note of a sample; the language's words, else English ones. */
export function sampleNote(language: string, {days, share}: Sample): {readonly head: string; readonly text: string} {
  const texts = language === 'fr' ? fr : en
  const number = (value: number, digits = 0) => value.toLocaleString(texts.locale, {maximumFractionDigits: digits})
  const parts = [
    ...(days === undefined ? [] : [texts.days(number(days))]),
    ...(share === undefined ? [] : [texts.share(number(share * 100, 2))]),
  ]
  return {head: texts.head, text: texts.said(parts.join(', '))}
}
