/** What the site says of published figures that were changed later, in one language. */
export interface RestatementTexts {
  readonly title: string
  /** On a KPI's page, before what follows. */
  readonly label: string
  readonly lead: string
  /** On the page about the data, and on a KPI's. */
  readonly never: string
  readonly neverOfKpi: string
  readonly version: string
  /** "41 figures", "3 indicators": how many, as written. */
  readonly countFigures: (count: string, isOne: boolean) => string
  readonly countIndicators: (count: string, isOne: boolean) => string
  /** "41 figures of 3 indicators, with the data through 31 October 2026". */
  readonly summary: (figures: string, indicators: string, through: string) => string
  readonly indicator: string
  readonly why: string
  readonly reasons: Readonly<Record<'data' | 'definition' | 'both', string>>
  readonly figures: string
  readonly largest: string
  readonly published: string
  readonly now: string
  readonly change: string
  /** Where only breakdowns were changed. */
  readonly breakdowns: string
  /** Too small to be seen in the figures as they are written. */
  readonly tiny: string
  readonly moreKpis: (count: string) => string
  readonly older: (count: string) => string
  /** On a KPI's page: how many figures changed, with which data, and why. */
  readonly ofKpi: (figures: string, through: string, why: string) => string
  readonly example: (period: string, was: string, is: string) => string
  readonly before: (count: string) => string
}

const en: RestatementTexts = {
  title: 'Restatements',
  label: 'Restated',
  lead: 'Figures that were final when they were published, and that a later version published with another value; the newest first.',
  never: 'No figure that was published as final has changed since.',
  neverOfKpi: 'Never: no figure that was published as final has changed since.',
  version: 'Version',
  countFigures: (count, isOne) => `${count} ${isOne ? 'figure' : 'figures'}`,
  countIndicators: (count, isOne) => `${count} ${isOne ? 'indicator' : 'indicators'}`,
  summary: (figures, indicators, through) => `${figures} of ${indicators}, with the data through ${through}`,
  indicator: 'Indicator',
  why: 'Why',
  reasons: {data: 'other data', definition: 'other definition', both: 'other data and definition'},
  figures: 'Figures',
  largest: 'Largest change of a total',
  published: 'Published',
  now: 'Restated as',
  change: 'Change',
  breakdowns: 'only breakdowns',
  tiny: 'hardly any',
  moreKpis: count => `And ${count} more; marts.kpi_restatements has them all.`,
  older: count => `Earlier versions with restatements: ${count}; marts.kpi_restatements has them all.`,
  ofKpi: (figures, through, why) => `${figures}, last with the data through ${through} (${why}).`,
  example: (period, was, is) => `Largest change of a total: ${period}, ${was}\u00a0→\u00a0${is}.`,
  before: count => `Versions that restated it before: ${count}.`,
}

const fr: RestatementTexts = {
  title: 'Révisions',
  label: 'Révisé',
  lead: "Chiffres qui étaient définitifs lors de leur publication et qu'une version ultérieure a publiés avec une autre valeur ; les plus récents d'abord.",
  never: "Aucun chiffre publié comme définitif n'a changé depuis.",
  neverOfKpi: "Jamais : aucun chiffre publié comme définitif n'a changé depuis.",
  version: 'Version',
  countFigures: (count, isOne) => `${count} ${isOne ? 'chiffre' : 'chiffres'}`,
  countIndicators: (count, isOne) => `${count} ${isOne ? 'indicateur' : 'indicateurs'}`,
  summary: (figures, indicators, through) => `${figures} de ${indicators}, avec les données jusqu'au ${through}`,
  indicator: 'Indicateur',
  why: 'Raison',
  reasons: {data: 'autres données', definition: 'autre définition', both: 'autres données et définition'},
  figures: 'Chiffres',
  largest: "Plus grand changement d'un total",
  published: 'Publié',
  now: 'Révisé en',
  change: 'Écart',
  breakdowns: 'ventilations seules',
  tiny: 'infime',
  moreKpis: count => `Et ${count} de plus ; marts.kpi_restatements les contient tous.`,
  older: count => `Versions antérieures avec des révisions : ${count} ; marts.kpi_restatements les contient toutes.`,
  ofKpi: (figures, through, why) => `${figures}, la dernière fois avec les données jusqu'au ${through} (${why}).`,
  example: (period, was, is) => `Plus grand changement d'un total : ${period}, ${was}\u00a0→\u00a0${is}.`,
  before: count => `Versions qui l'ont révisé auparavant : ${count}.`,
}

/** The words of a language; English where there are none. */
export function restatementTextsOf(language: string): RestatementTexts {
  return language === 'fr' ? fr : en
}
