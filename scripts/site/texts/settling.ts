/** The words about figures that settle after their period, in one language. */
export interface SettlingTexts {
  readonly estimate: string
  readonly rise: (percent: string) => string
  readonly fall: (percent: string) => string
  /** Where the figure ends, and how that is known. */
  readonly method: (final: string) => string
  /** A link to the curve. */
  readonly curve: string
  readonly title: string
  /** What the curve is: of values that add up over time, or others. */
  readonly lead: (addsUp: boolean) => string
  /** "79 % after 1 day" */
  readonly after: (share: string, days: number) => string
  readonly days: string
  readonly share: string
  readonly figures: string
}

const en: SettlingTexts = {
  estimate: 'Estimate:',
  rise: percent => `expected to rise by about ${percent}`,
  fall: percent => `expected to fall by about ${percent}`,
  method: final =>
    `If the days of this period settle as past days did, the figure ends at about ${final}. How much of its final value a day has by its age was measured by replaying the past:`,
  curve: 'how it settles',
  title: 'How it settles',
  lead: addsUp =>
    `Share of the final value reached so many days after the end of a day, measured by replaying the past: ${addsUp ? 'the sum of the values then, divided by the sum of the final ones' : 'the median over the days'}.`,
  after: (share, days) =>
    days === 0 ? `${share} at the end of the day` : `${share} after ${days === 1 ? '1 day' : `${days} days`}`,
  days: 'Days after',
  share: 'Share of the final value',
  figures: 'Figures compared',
}

const fr: SettlingTexts = {
  estimate: 'Estimation\u00a0:',
  rise: percent => `hausse attendue d’environ ${percent}`,
  fall: percent => `baisse attendue d’environ ${percent}`,
  method: final =>
    `Si les jours de cette période se stabilisent comme ceux du passé, la valeur finale sera d’environ ${final}. La part de sa valeur finale qu’un jour atteint selon son âge a été mesurée en rejouant le passé\u00a0:`,
  curve: 'comment la valeur se stabilise',
  title: 'Stabilisation',
  lead: addsUp =>
    `Part de la valeur finale atteinte tant de jours après la fin d’un jour, mesurée en rejouant le passé\u00a0: ${addsUp ? 'la somme des valeurs d’alors, divisée par la somme des valeurs finales' : 'la médiane des jours'}.`,
  after: (share, days) =>
    days === 0 ? `${share} à la fin du jour` : `${share} après ${days === 1 ? '1 jour' : `${days} jours`}`,
  days: 'Jours après',
  share: 'Part de la valeur finale',
  figures: 'Valeurs comparées',
}

/** The language's words; other languages' readers get English ones. */
export function settlingTexts(language: string): SettlingTexts {
  return language === 'fr' ? fr : en
}
