import {enReference} from './reference-en.ts'
import {frReference} from './reference-fr.ts'
import type {ReferenceTexts} from './reference-words.ts'

const TEXTS: Readonly<Record<string, ReferenceTexts>> = {en: enReference, fr: frReference}

/** The words in a language; English where there are none in it. */
export function referenceTextsOf(language: string): ReferenceTexts {
  return TEXTS[language] ?? enReference
}
