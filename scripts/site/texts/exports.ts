/** The words of downloads, in one language; the page hands them to its script. */
export interface ExportTexts {
  readonly download: string
  readonly csv: string
  readonly svg: string
  readonly png: string
  /** Between a word and what it stands for. */
  readonly colon: string
  readonly reference: string
  readonly definition: string
  /** What a bare number of a unit means; money is in the catalog's currency. */
  readonly units: Readonly<Record<string, string>>
  readonly done: string
  readonly failed: string
}

const TEXTS: Readonly<Record<string, (currency: string) => ExportTexts>> = {
  en: currency => ({
    download: 'Download',
    csv: 'data as CSV',
    svg: 'picture as SVG',
    png: 'picture as PNG',
    colon: ': ',
    reference: 'Reference',
    definition: 'Definition',
    units: {
      count: 'count',
      fraction: 'fraction (1 is 100 %)',
      seconds: 'seconds',
      money: currency,
      score: 'score',
      number: 'number',
    },
    done: 'Saved',
    failed: 'This browser could not make the picture',
  }),
  fr: currency => ({
    download: 'Télécharger',
    csv: 'données en CSV',
    svg: 'image en SVG',
    png: 'image en PNG',
    colon: '\u00a0: ',
    reference: 'Référence',
    definition: 'Définition',
    units: {
      count: 'nombre',
      fraction: 'fraction (1 vaut 100\u00a0%)',
      seconds: 'secondes',
      money: currency,
      score: 'note',
      number: 'nombre',
    },
    done: 'Enregistré',
    failed: "Ce navigateur n'a pas pu produire l'image",
  }),
}

/** The words of downloads in a language, English where it has none; `currency` is a code like `EUR`. */
export function exportTexts(language: string, currency: string): ExportTexts {
  return (TEXTS[language] ?? TEXTS.en!)(currency)
}
