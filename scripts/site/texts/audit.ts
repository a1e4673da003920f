/** What pages say of promises that were checked by replay, in one language. Numbers and dates come written. */
export interface AuditTexts {
  /** Between what is spoken of and what is said. */
  readonly colon: string
  /** Beside a KPI's promise, and as a title. */
  readonly checked: string
  /** "Checked by replaying 12 past days, 31 July 2026 to 30 October 2026". */
  readonly replayed: (days: number, first: string, last: string) => string
  readonly unchanged: (compared: string) => string
  readonly moved: (moved: string, compared: string) => string
  readonly lastMoved: (days: number) => string
  /** The most that a total differed, as a percentage. */
  readonly atMost: (share: string) => string
  readonly brokenBy: (broken: string, compared: string) => string
  readonly nothingCompared: string
  readonly tooEarly: (moved: number, allowed: number) => string
  readonly earlier: string
  readonly notYet: string
  readonly broken: string
  /** "40 at the end of 18 October 2026, 38 today". */
  readonly thenNow: (then: string, day: string, now: string) => string
  readonly rowsOf: (fact: string, count: string) => string
  readonly more: (count: string) => string
  readonly left: string
  readonly entered: string
  readonly differs: string
  readonly notShown: string
  readonly through: string
  readonly breaks: string

  readonly title: string
  readonly tally: string
  readonly never: string
  readonly lead: (kpis: string, compared: string) => string
  readonly noneBroken: string
  readonly brokenLead: string
  readonly kpi: string
  readonly figure: string
  readonly valueThen: string
  readonly valueNow: string
  readonly figures: string
  readonly inherits: string
  readonly early: string
  readonly earlyLead: string
  readonly seen: string
  readonly allowed: string
  readonly days: (days: number) => string
  readonly outdated: (count: number) => string
  readonly unchecked: (count: number) => string
  readonly unreplayed: string
}

const en: AuditTexts = {
  colon: ': ',
  checked: 'Checked by replay',
  replayed: (days, first, last) =>
    days === 1 ? `By replaying the end of ${first}` : `By replaying the ends of ${days} past days, ${first} to ${last}`,
  unchanged: compared => `${compared} figures compared, none moved`,
  moved: (moved, compared) => `${moved} of ${compared} figures moved`,
  lastMoved: days =>
    days === 0
      ? 'only at the very end of the period'
      : `last seen moving ${days} ${days === 1 ? 'day' : 'days'} after the end of the period`,
  atMost: share => `totals by at most ${share}`,
  brokenBy: (broken, compared) => `${broken} of ${compared} figures moved although they should not`,
  nothingCompared: 'no past figure to compare',
  tooEarly: (moved, allowed) =>
    `Figures still moved ${moved} ${moved === 1 ? 'day' : 'days'} after their period: the ${allowed} ${allowed === 1 ? 'day' : 'days'} that the catalog allows are too few.`,
  earlier: 'This was checked with an earlier definition.',
  notYet: 'Not checked yet.',
  broken: 'Broken',
  thenNow: (then, day, now) => `${then} at the end of ${day}, ${now} today`,
  rowsOf: (fact, count) => `Rows of ${fact} that made the difference: ${count}`,
  more: count => `and ${count} more`,
  left: 'counted then, no longer',
  entered: 'did not count then, does now',
  differs: 'contributes differently',
  notShown: 'Columns that this site does not publish are left out; kpi audit shows them.',
  through: 'Broken through',
  breaks: 'Breaks, too',
  title: 'Past values',
  tally: 'Broken promises',
  never: 'Whether past values stay as the catalog promises has not been checked on these data. To check it, run',
  lead: (kpis, compared) =>
    `${kpis} KPIs checked, ${compared} figures of periods that were over compared with today’s.`,
  noneBroken: 'No promise is broken.',
  brokenLead: 'Broken promises: figures that moved although the catalog calls them fixed.',
  kpi: 'KPI',
  figure: 'For example',
  valueThen: 'Then',
  valueNow: 'Today',
  figures: 'Figures',
  inherits: 'through',
  early: 'Longer than allowed',
  earlyLead: 'Figures that may change for some time, but moved for longer than the catalog allows.',
  seen: 'Still different after',
  allowed: 'Allowed',
  days: days => `${days} ${days === 1 ? 'day' : 'days'}`,
  outdated: count =>
    count === 1
      ? 'One KPI was checked with an earlier definition'
      : `${count} KPIs were checked with an earlier definition`,
  unchecked: count => (count === 1 ? 'One KPI has not been checked yet' : `${count} KPIs have not been checked yet`),
  unreplayed: 'Without a history, so taken as they are today',
}

const fr: AuditTexts = {
  colon: '\u00a0: ',
  checked: 'Vérifié par rejeu',
  replayed: (days, first, last) =>
    days === 1
      ? `En rejouant la fin du ${first}`
      : `En rejouant la fin de ${days} jours passés, du ${first} au ${last}`,
  unchanged: compared => `${compared} chiffres comparés, aucun n’a bougé`,
  moved: (moved, compared) => `${moved} chiffres sur ${compared} ont bougé`,
  lastMoved: days =>
    days === 0
      ? 'seulement à la toute fin de la période'
      : `pour la dernière fois ${days} ${days === 1 ? 'jour' : 'jours'} après la fin de la période`,
  atMost: share => `les totaux de ${share} au plus`,
  brokenBy: (broken, compared) => `${broken} chiffres sur ${compared} ont bougé alors qu’ils ne devraient pas`,
  nothingCompared: 'aucun chiffre passé à comparer',
  tooEarly: (moved, allowed) =>
    `Des chiffres ont encore bougé ${moved} ${moved === 1 ? 'jour' : 'jours'} après leur période : le délai de ${allowed} ${allowed === 1 ? 'jour' : 'jours'} du catalogue est trop court.`,
  earlier: 'Vérifié avec une définition antérieure.',
  notYet: 'Pas encore vérifié.',
  broken: 'Rompue',
  thenNow: (then, day, now) => `${then} à la fin du ${day}, ${now} aujourd’hui`,
  rowsOf: (fact, count) => `Lignes de ${fact} qui ont fait la différence : ${count}`,
  more: count => `et ${count} autres`,
  left: 'comptée alors, plus maintenant',
  entered: 'non comptée alors, comptée maintenant',
  differs: 'contribue autrement',
  notShown: 'Les colonnes que ce site ne publie pas sont omises ; kpi audit les montre.',
  through: 'Rompue à travers',
  breaks: 'Rompt aussi',
  title: 'Valeurs passées',
  tally: 'Promesses rompues',
  never:
    'On n’a pas vérifié sur ces données que les valeurs passées restent telles que le catalogue les promet. Pour le faire, exécuter',
  lead: (kpis, compared) =>
    `${kpis} KPI vérifiés, ${compared} chiffres de périodes closes comparés à ceux d’aujourd’hui.`,
  noneBroken: 'Aucune promesse n’est rompue.',
  brokenLead: 'Promesses rompues : des chiffres qui ont bougé alors que le catalogue les dit figés.',
  kpi: 'KPI',
  figure: 'Par exemple',
  valueThen: 'Alors',
  valueNow: 'Aujourd’hui',
  figures: 'Chiffres',
  inherits: 'à travers',
  early: 'Plus longtemps que prévu',
  earlyLead: 'Des chiffres qui peuvent changer un temps, mais ont bougé plus longtemps que le catalogue ne le prévoit.',
  seen: 'Encore différents après',
  allowed: 'Prévu',
  days: days => `${days} ${days === 1 ? 'jour' : 'jours'}`,
  outdated: count =>
    count === 1
      ? 'Un KPI a été vérifié avec une définition antérieure'
      : `${count} KPI ont été vérifiés avec une définition antérieure`,
  unchecked: count =>
    count === 1 ? 'Un KPI n’a pas encore été vérifié' : `${count} KPI n’ont pas encore été vérifiés`,
  unreplayed: 'Sans historique, donc pris tels qu’ils sont aujourd’hui',
}

/** The words of a language; English where there are none. */
export function auditTextsOf(language: string): AuditTexts {
  return language === 'fr' ? fr : en
}
