/** Words about the columns of sources behind a figure, in one language. */
export interface SourceColumnTexts {
  readonly title: string
  readonly value: string
  /** Where the value comes from no column: it is a number of rows. */
  readonly rows: string
  readonly decide: string
}

const en: SourceColumnTexts = {
  title: 'Source columns',
  value: 'The value comes from',
  rows: 'the number of rows',
  decide: 'Decide what counts',
}

const fr: SourceColumnTexts = {
  title: 'Colonnes sources',
  value: 'La valeur vient de',
  rows: 'nombre de lignes',
  decide: 'Décident de ce qui compte',
}

/** The words of a language; English where there are none. */
export function sourceColumnTexts(language: string): SourceColumnTexts {
  return language === 'fr' ? fr : en
}
