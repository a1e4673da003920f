import type {Compared, Period} from '../periods.ts'
import {frenchName, inner, upper} from './articles.ts'
import {dayRange, formatDate, isOneDay, quarterOf} from './dates.ts'
import type {SiteTexts} from './words.ts'

const LOCALE = 'fr-FR'
const PREVIOUS: Readonly<Record<Compared['grain'], string>> = {
  day: 'le jour précédent',
  week: 'la semaine précédente',
  month: 'le mois précédent',
  quarter: 'le trimestre précédent',
  year: "l'année précédente",
  span: 'les jours précédents',
}

/** What a period is compared with, with its article. */
function earlier({by, grain, days}: Compared): string {
  if (by === 'year') return 'la même période un an plus tôt'
  const before = PREVIOUS[grain]
  if (by === 'to-date') return `les mêmes jours ${of(before)}`
  return grain === 'span' ? `les ${days} jours précédents` : before
}

/** After "de". */
function of(words: string): string {
  return words.startsWith('le ')
    ? `du ${words.slice(3)}`
    : words.startsWith('les ')
      ? `des ${words.slice(4)}`
      : `de ${words}`
}

function versus(compared: Compared): string {
  const words = earlier(compared)
  if (words.startsWith('le ')) return `par rapport au ${words.slice(3)}`
  return words.startsWith('les ') ? `par rapport aux ${words.slice(4)}` : `par rapport à ${words}`
}

/** "le taux s'élève à 12 %"; only the first of several has a verb. */
function stands(what: string, value: string, withVerb: boolean): string {
  const {text, plural} = frenchName(what)
  return `${text} ${withVerb ? `${plural ? "s'élèvent" : "s'élève"} à` : 'à'} ${value}`
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} et ${parts.at(-1)}`
}

/** The first of a month is written 1er. */
function first(text: string): string {
  return text.replace(/^1(?=\s|$)/, '1er')
}

function name(period: Period): string {
  if (period.cut) return range(period)
  if (period.grain === 'year') return period.start.slice(0, 4)
  if (period.grain === 'month') return formatDate(period.start, LOCALE, {month: 'long', year: 'numeric'})
  if (period.grain === 'quarter') return `${ordinal(period)} trimestre ${quarterOf(period).year}`
  return range(period)
}

/** From day to day. */
function range(period: Period): string {
  if (isOneDay(period)) return first(formatDate(period.start, LOCALE, {day: 'numeric', month: 'long', year: 'numeric'}))
  const {first: from, last} = dayRange(period, LOCALE)
  return `${first(from)} au ${first(last)}`
}

function ordinal(period: Period): string {
  return quarterOf(period).quarter === 1 ? '1er' : `${quarterOf(period).quarter}e`
}

function inPeriod(period: Period): string {
  if (isOneDay(period)) return `Le ${name(period)}`
  if (period.grain === 'week' && !period.cut) return `Durant la semaine du ${name(period)}`
  if (period.grain === 'span' || period.cut) return `Du ${name(period)}`
  return period.grain === 'quarter' ? `Au ${name(period)}` : `En ${name(period)}`
}

/** The site's words in French. */
export const fr: SiteTexts = {
  locale: LOCALE,
  language: 'Français',
  units: {day: 'j', hour: 'h', minute: 'min', second: 's'},
  unitNames: {
    count: 'Nombre',
    fraction: 'Pourcentage',
    seconds: 'Durée',
    money: 'Montant',
    score: 'Note',
    number: 'Nombre',
  },
  percent: number => `${number}\u00a0%`,
  points: (number, amount) => `${number}\u00a0${Math.abs(amount) < 2 ? 'point' : 'points'}`,
  presetNames: {
    'last-7': '7 jours',
    'last-30': '30 jours',
    'last-90': '90 jours',
    'this-month': 'Ce mois-ci',
    'last-month': 'Mois dernier',
    'this-quarter': 'Ce trimestre',
    'last-quarter': 'Trimestre dernier',
    'this-year': 'Cette année',
    'last-year': 'Année dernière',
  },
  presetSaid: {
    'last-7': 'les 7 derniers jours complets',
    'last-30': 'les 30 derniers jours complets',
    'last-90': 'les 90 derniers jours complets',
    'this-month': 'le mois en cours',
    'last-month': 'le dernier mois complet',
    'this-quarter': 'le trimestre en cours',
    'last-quarter': 'le dernier trimestre complet',
    'this-year': "l'année en cours",
    'last-year': 'la dernière année complète',
  },
  byGrain: {day: 'par jour', week: 'par semaine', month: 'par mois', quarter: 'par trimestre', year: 'par an'},
  grainNames: {day: 'Jour', week: 'Semaine', month: 'Mois', quarter: 'Trimestre', year: 'Année'},
  compareNames: {previous: 'Période précédente', year: 'Un an plus tôt', none: 'Rien'},
  versus,
  period: name,
  inPeriod,
  tick: period => {
    const year = period.start.slice(0, 4)
    if (period.grain === 'year') return [year]
    if (period.grain === 'quarter') return [`T${quarterOf(period).quarter}`, year]
    if (period.grain === 'month') return [formatDate(period.start, LOCALE, {month: 'short'}), year]
    return [first(formatDate(period.start, LOCALE, {day: 'numeric', month: 'short'})), year]
  },
  date: iso => first(formatDate(iso, LOCALE, {day: 'numeric', month: 'long', year: 'numeric'})),
  up: amount => `en hausse de ${amount}`,
  down: amount => `en baisse de ${amount}`,
  unchanged: 'stable',
  onPrevious: versus,
  previousWas: (compared, value) => `${earlier(compared).replace(/^(les?|la) |^l'/, '')}\u00a0: ${value}`,
  sentence: (when, parts) => {
    const said = parts.map(
      ({name: what, value, change}, i) => stands(what, value, i === 0) + (change === undefined ? '' : `, ${change}`),
    )
    return `${when}, ${said.length < 3 ? said.join(' et ') : `${said.slice(0, -1).join('\u00a0; ')}\u00a0; et ${said.at(-1)}`}.`
  },
  noFigures: when => `${when}, aucun de ces chiffres n'a de valeur\u00a0: rien à partir de quoi les calculer.`,
  noPrevious: 'pas de période antérieure à comparer',
  notOver: 'période en cours\u00a0: pas de comparaison',
  dataBegin: date => `données à partir du ${date}`,
  previousPartial: date => `pas de comparaison\u00a0: données à partir du ${date}`,
  incomplete: 'incomplet',
  unsettled: 'peut encore évoluer',
  draft: 'provisoire',
  deprecated: 'obsolète',
  noValue: 'pas de valeur\u00a0: rien à partir de quoi la calculer',
  target: (min, max) => `objectif ${[min && `au moins ${min}`, max && `au plus ${max}`].filter(Boolean).join(', ')}`,
  by: dates => `par ${dates}`,
  evolution: 'Évolution',
  definition: 'Définition',
  definitionAndData: 'Définition et données',
  dataAsTable: 'Données',
  whereDefined: (ref, file) => `${ref} dans ${file}`,
  fixed: 'Fixe\u00a0: une fois la période terminée, plus rien ne le modifie.',
  fluctuates: days => `Évolue encore après la période, en général pendant ${days} jours.`,
  skip: 'Aller aux chiffres',
  pages: 'Pages',
  presets: 'Période',
  languages: 'Langue',
  sections: 'Sur cette page',
  breadcrumbs: 'Vous êtes ici',
  noDataYet: 'Les sources ne contiennent pas encore de données',
  dataThrough: (date, time, zone) => `Données jusqu'au ${date} à ${time} (${zone})`,
  version: 'Version',
  definitionsIn: 'Chaque chiffre est défini une seule fois, sous sa référence, dans',
  comparedWith: period => `comparaison\u00a0: ${period}`,
  noPeriod: 'Les données ne contiennent pas cette période.',
  nothingInPeriod: period => `Aucun enregistrement\u00a0: ${period}.`,
  nothingCounted: 'Rien à montrer\u00a0: aucun événement de ce type dans la période.',
  notDivisible: 'Rien à montrer\u00a0: ces valeurs se recoupent et ne se partagent pas.',
  other: 'Autres',
  total: 'Total',
  share: 'Part',
  count: 'Nombre',
  countAndShare: 'Nombre et part',
  none: 'Non renseigné',
  allRows: count => `Exporter les ${count} lignes en CSV`,
  yes: 'oui',
  no: 'non',
  periodColumn: 'Période',
  stepColumn: 'Étape',
  slotColumn: 'Tranche',
  trend: (what, from, fromPeriod, to, toPeriod) => `${what}\u00a0: de ${from} (${fromPeriod}) à ${to} (${toPeriod})`,
  lineFinding: (when, parts) =>
    `${when}, ${list(parts.map(({name: what, value}, i) => stands(what, value, i === 0)))}.`,
  lineExtremes: (what, high, highPeriod, low, lowPeriod) => {
    const {text, plural} = frenchName(what)
    return ` ${upper(text)} ${plural ? 'varient' : 'varie'} de ${low} (${lowPeriod}) à ${high} (${highPeriod}).`
  },
  histogramFinding: (slot, count, all, share) =>
    `La tranche la plus fréquente est «\u00a0${slot}\u00a0», avec ${count} sur ${all} (${share}).`,
  histogramHalf: slot => ` La moitié se situe dans «\u00a0${slot}\u00a0» ou en dessous.`,
  donutFinding: (what, share, count, all) => `${what} arrive en tête avec ${share} (${count} sur ${all})`,
  donutTied: (what, second, share) => `${what} et ${second} partagent la première place avec ${share} chacun`,
  donutSecond: (second, share) => `, devant ${second} avec ${share}`,
  funnelFinding: ([start, ...rest]) => {
    const say = (part: {name: string; value: string}) => `${part.value} ${inner(part.name)}`
    return start === undefined ? '' : `De ${say(start)} à ${list(rest.map(say))}.`
  },
  barsFinding: (group, high, low) => {
    const {text, plural} = frenchName(group)
    if (!low) return `${upper(stands(group, high.text, true))} (${high.name}).`
    return `${upper(text)} ${plural ? 'varient' : 'varie'} de ${low.text} (${low.name}) à ${high.text} (${high.name}).`
  },
  matrixFinding: (high, low, least) =>
    `Le plus haut\u00a0: ${high.name} avec ${high.value} (${high.count})\u00a0; le plus bas\u00a0: ${low.name} avec ${low.value} (${low.count})${least === undefined ? '' : `, parmi ceux qui reposent sur au moins ${least} valeurs`}.`,
  matrixKey: (total, least) =>
    `Dans chaque case\u00a0: le chiffre, son écart à l'ensemble (${total}) et, entre parenthèses, le nombre de valeurs, en gras à partir de ${least}.`,
  matrixColours: judged =>
    judged
      ? "Bleu\u00a0: mieux que l'ensemble\u00a0; orange\u00a0: moins bien."
      : 'Bleu\u00a0: au-dessus\u00a0; orange\u00a0: au-dessous.',
  scatterFinding: (y, high, low) =>
    `Maximum de «\u00a0${inner(y)}\u00a0»\u00a0: ${high.name} avec ${high.y} (${high.x})${low ? `\u00a0; minimum\u00a0: ${low.name} avec ${low.y} (${low.x})` : ''}.`,
  scatterKey: size => `Taille des points\u00a0: ${inner(size)}. Lignes pointillées\u00a0: l'ensemble.`,
  unlabelled: 'Les points trop serrés pour une étiquette sont nommés dans le tableau.',
  against: (x, y) => `${y} selon ${inner(x)}`,
  slotShare: 'Part dans la tranche',
  slotShareFinding: (name, high, most, low, least) => {
    const {text, plural} = frenchName(name)
    return ` ${upper(text)} ${plural ? 'varient' : 'varie'} de ${least} («\u00a0${low}\u00a0») à ${most} («\u00a0${high}\u00a0»).`
  },
  ownScales: 'Chaque groupe a sa propre échelle.',
  rowsBy: 'Lignes par',
  pointsBy: 'Points par',
  figureColumn: 'Chiffre',
  dateColumn: 'Date',
  latestOf: (shown, all, more) =>
    more ? `les ${shown} plus récents sur ${all}` : `${shown}, du plus récent au plus ancien`,
  colon: '\u00a0:',
  targetMet: 'atteint',
  targetMissed: 'non atteint',
  companion: 'avec',
  hollow: 'Les points vides peuvent encore évoluer.',
  pale: 'En pâle\u00a0: pas encore définitif.',
  axisFrom: value => `L'échelle commence à ${value}.`,
  dashed: 'En pointillé\u00a0: période en cours, ou données commençant au milieu.',
  greyMark: 'En gris\u00a0:',
  sortedBy: column => `Tri par ${inner(column)}.`,
  overview: "Vue d'ensemble",
  figures: 'Tous les chiffres',
  chooseLanguage: 'Choisissez une langue',
}
