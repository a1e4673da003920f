/** What the page about the data says of freshness and anomalies, in one language. */
export interface MonitorTexts {
  readonly freshness: string
  readonly fresh: string
  /** Older than what is allowed: "more than 2 days". */
  readonly stale: (allowed: string) => string
  readonly anomalies: string
  /** How many series are watched, and how many of them have too short a history. */
  readonly lead: (watched: string, unjudged: number) => string
  readonly none: string
  readonly series: string
  /** Rows of a source or model. */
  readonly rowsOf: (name: string) => string
  readonly period: string
  readonly value: string
  readonly usual: string
  readonly off: string
  /** "6.3 above"; where the history never differed there is no number. */
  readonly above: (deviations: string | undefined) => string
  readonly below: (deviations: string | undefined) => string
}

const en: MonitorTexts = {
  freshness: 'Freshness',
  fresh: 'Fresh',
  stale: allowed => `More than ${allowed}`,
  anomalies: 'Anomalies',
  lead: (watched, unjudged) =>
    `${watched} series are watched. Their latest closed periods are compared with the median of earlier ones, days with days of the same weekday; what lies many usual deviations away is listed.${unjudged === 0 ? '' : ` For ${unjudged} of them the history is too short.`}`,
  none: 'Nothing is out of line.',
  series: 'Series',
  rowsOf: name => `Rows of ${name}`,
  period: 'Period',
  value: 'Value',
  usual: 'Usually',
  off: 'Deviations',
  above: deviations => (deviations === undefined ? 'above' : `${deviations} above`),
  below: deviations => (deviations === undefined ? 'below' : `${deviations} below`),
}

const fr: MonitorTexts = {
  freshness: 'Fraîcheur',
  fresh: 'À jour',
  stale: allowed => `Plus de ${allowed}`,
  anomalies: 'Anomalies',
  lead: (watched, unjudged) =>
    `${watched} séries sont surveillées. Leurs dernières périodes closes sont comparées à la médiane des précédentes, les jours à ceux du même jour de la semaine ; ce qui s'en écarte de beaucoup est listé.${unjudged === 0 ? '' : ` Pour ${unjudged} d’entre elles, l’historique est trop court.`}`,
  none: "Rien ne s'écarte de l'habitude.",
  series: 'Série',
  rowsOf: name => `Lignes de ${name}`,
  period: 'Période',
  value: 'Valeur',
  usual: "D'habitude",
  off: 'Écarts',
  above: deviations => (deviations === undefined ? 'au-dessus' : `${deviations} au-dessus`),
  below: deviations => (deviations === undefined ? 'en dessous' : `${deviations} en dessous`),
}

/** The words of a language; English where there are none. */
export function monitorTextsOf(language: string): MonitorTexts {
  return language === 'fr' ? fr : en
}
