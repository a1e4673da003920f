/** Words about dates and filters of the reader's choice, in one language. */
export interface FilterTexts {
  readonly choose: string
  readonly dates: string
  readonly from: string
  readonly to: string
  readonly grain: string
  readonly suitable: string
  readonly compare: string
  readonly hours: string
  readonly hoursFrom: string
  readonly hoursTo: string
  readonly weekdays: string
  readonly show: string
  readonly reset: string
  readonly chosen: (count: number) => string
  /** While the engine is fetched; in megabytes. */
  readonly loading: (done: string, of: string) => string
  readonly calculating: string
  readonly failed: (reason: string) => string
  readonly wrongAddress: (parameter: string) => string
  readonly unavailable: string
  readonly hoursSaid: (from: string, to: string) => string
  /** A card or chart that some of the filters leave alone. */
  readonly notFilteredBy: (names: readonly string[]) => string
  readonly hoursName: string
  readonly weekdaysName: string
  readonly listOfPresets: string
  readonly and: string
}

const en: FilterTexts = {
  choose: 'Other dates and filters',
  dates: 'Dates',
  from: 'First day',
  to: 'Last day',
  grain: 'Trend by',
  suitable: 'what suits the period',
  compare: 'Compare with',
  hours: 'Time of day',
  hoursFrom: 'from',
  hoursTo: 'until',
  weekdays: 'Days of the week',
  show: 'Show',
  reset: 'Clear all',
  chosen: count => `${count} chosen`,
  loading: (done, of) => `Loading the engine, once: ${done} of ${of} MB`,
  calculating: 'Calculating …',
  failed: reason =>
    `This choice can't be calculated here (${reason}). The page shows its preset period, without filters.`,
  wrongAddress: parameter =>
    `The address can't be understood: “${parameter}”. The page shows its preset period, without filters.`,
  unavailable: 'your browser lacks what it takes',
  hoursSaid: (from, to) => `${from}–${to}`,
  notFilteredBy: names => `not filtered by ${list(names, 'or')}`,
  hoursName: 'time of day',
  weekdaysName: 'day of the week',
  listOfPresets: 'Rows are listed for the preset periods only.',
  and: 'and',
}

const fr: FilterTexts = {
  choose: 'Autres dates et filtres',
  dates: 'Dates',
  from: 'Premier jour',
  to: 'Dernier jour',
  grain: 'Évolution par',
  suitable: 'selon la période',
  compare: 'Comparer avec',
  hours: 'Heures de la journée',
  hoursFrom: 'de',
  hoursTo: 'à',
  weekdays: 'Jours de la semaine',
  show: 'Afficher',
  reset: 'Tout effacer',
  chosen: count => `${count} ${count < 2 ? 'choisi' : 'choisis'}`,
  loading: (done, of) => `Chargement du moteur, une seule fois\u00a0: ${done} sur ${of} Mo`,
  calculating: 'Calcul en cours …',
  failed: reason =>
    `Ce choix ne peut pas être calculé ici (${reason}). La page montre sa période d'origine, sans filtre.`,
  wrongAddress: parameter =>
    `L'adresse n'est pas comprise\u00a0: «\u00a0${parameter}\u00a0». La page montre sa période d'origine, sans filtre.`,
  unavailable: 'il manque quelque chose à votre navigateur',
  hoursSaid: (from, to) => `${from}–${to}`,
  notFilteredBy: names => `non filtré par ${list(names, 'ni')}`,
  hoursName: 'heure',
  weekdaysName: 'jour de la semaine',
  listOfPresets: 'Les lignes ne sont listées que pour les périodes proposées.',
  and: 'et',
}

function list(names: readonly string[], last: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
}

const TEXTS: Readonly<Record<string, FilterTexts>> = {en, fr}

/** The words in a language; English where the site has none. */
export function filterTexts(language: string): FilterTexts {
  return TEXTS[language] ?? en
}
