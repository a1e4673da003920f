import type {QualityTexts} from './quality-words.ts'

const en: QualityTexts = {
  title: 'Data quality',
  lead: 'What the build found in the data: rules and the rows that break them, how fresh each source is, what was set aside.',
  tests: 'Data tests',
  testsLead: count =>
    `${count} rules are checked by every build. One that is an error stops publication, so none of those fails here.`,
  allPassed: 'No rule is broken.',
  found: 'Rules that some rows break',
  passed: count => `${count} passed`,
  notRun: count => `${count} not run`,
  severity: 'Severity',
  severities: {error: 'Errors: stop publication', warn: 'Warnings: are reported'},
  sources: 'Sources',
  sourcesLead: end => `The data end on ${end}; each source’s latest row is compared with that.`,
  source: 'Source',
  rows: 'Rows',
  latest: 'Latest row',
  age: 'Before the end',
  noHistory: 'not dated',
  setAside: 'Rows set aside',
  setAsideLead: 'Rows that could not be read; everything is calculated without them.',
  nothingSetAside: 'Every row could be read.',
  reason: 'Reason',
  reasons: {
    empty: column => `${column} is empty, and a value is required`,
    type: (column, type) => `${column} can’t be read as ${type}`,
    shape: () => 'the row can’t be taken apart into its fields',
  },
  calendar: 'Calendar',
  calendarText: (first, last, days, months) =>
    `From ${first} to ${last}: ${days} days, among them ${months} whole months.`,
  calendarSet: 'The catalog sets these bounds; rows outside them are counted by no KPI and reported above.',
  calendarFromData: 'These are the first and the last day on which anything is dated.',
  noCalendar: 'The sources hold no data yet.',
  examples: 'Examples and unit tests',
  examplesLead: 'Rows with the values that they must give, run by kpi test, without the data above.',
  kind: 'Kind',
  goldenExamples: 'Golden examples of KPIs',
  unitTests: 'Unit tests of models',
  states: {passed: 'Passed', failed: 'Failed', 'not-run': 'Not run for this version'},
}

const fr: QualityTexts = {
  title: 'Qualité des données',
  lead: 'Ce que la construction a relevé dans les données : les règles et les lignes qui les enfreignent, la fraîcheur de chaque source, ce qui a été écarté.',
  tests: 'Tests des données',
  testsLead: count => `${count} règles sont vérifiées à chaque construction ; certaines tolèrent un nombre de lignes.`,
  allPassed: "Aucune règle n'est enfreinte.",
  found: 'Règles que des lignes enfreignent',
  passed: count => `${count} réussis`,
  notRun: count => `${count} non exécutés`,
  severity: 'Gravité',
  severities: {error: 'Erreurs : empêchent la publication', warn: 'Avertissements : sont signalés'},
  sources: 'Sources',
  sourcesLead: end => `Les données s'arrêtent le ${end} ; la ligne la plus récente de chaque source y est comparée.`,
  source: 'Source',
  rows: 'Lignes',
  latest: 'Ligne la plus récente',
  age: 'Avant la fin',
  noHistory: 'sans date',
  setAside: 'Lignes écartées',
  setAsideLead: "Des lignes qui n'ont pas pu être lues ; tout est calculé sans elles.",
  nothingSetAside: 'Toutes les lignes ont pu être lues.',
  reason: 'Raison',
  reasons: {
    empty: column => `${column} est vide, une valeur est obligatoire`,
    type: (column, type) => `${column} ne se lit pas comme ${type}`,
    shape: () => 'la ligne ne se découpe pas en champs',
  },
  calendar: 'Calendrier',
  calendarText: (first, last, days, months) => `Du ${first} au ${last} : ${days} jours, dont ${months} mois entiers.`,
  calendarSet:
    "Le catalogue fixe ces bornes ; au-delà, aucune ligne n'est comptée par un KPI, et les tests ci-dessus la signalent.",
  calendarFromData: 'Ce sont le premier et le dernier jour où quelque chose est daté.',
  noCalendar: 'Les sources ne contiennent pas encore de données.',
  examples: 'Exemples et tests unitaires',
  examplesLead:
    "Des lignes et les valeurs qu'elles doivent donner, exécutées par kpi test, sans les données ci-dessus.",
  kind: 'Type',
  goldenExamples: 'Exemples de référence des KPI',
  unitTests: 'Tests unitaires des modèles',
  states: {passed: 'Réussis', failed: 'Échoués', 'not-run': 'Non exécutés pour cette version'},
}

const TEXTS: Readonly<Record<string, QualityTexts>> = {en, fr}

/** The words in a language; English where there are none in it. */
export function qualityTextsOf(language: string): QualityTexts {
  return TEXTS[language] ?? en
}
