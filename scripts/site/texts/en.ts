import type {Compared, Period} from '../periods.ts'
import {englishName, inner, upper} from './articles.ts'
import {dayRange, formatDate, isOneDay, quarterOf} from './dates.ts'
import type {SiteTexts} from './words.ts'

const LOCALE = 'en-GB'
const ORDINALS = ['first', 'second', 'third', 'fourth']

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

function name(period: Period): string {
  if (period.cut) return range(period)
  if (period.grain === 'year') return period.start.slice(0, 4)
  if (period.grain === 'month') return formatDate(period.start, LOCALE, {month: 'long', year: 'numeric'})
  if (period.grain === 'quarter') return `Q${quarterOf(period).quarter} ${quarterOf(period).year}`
  return range(period)
}

/** From day to day. */
function range(period: Period): string {
  if (isOneDay(period)) return formatDate(period.start, LOCALE, {day: 'numeric', month: 'long', year: 'numeric'})
  const {first, last} = dayRange(period, LOCALE)
  return first.includes(' ') ? `${first} – ${last}` : `${first}–${last}`
}

function inPeriod(period: Period): string {
  if (period.grain === 'week' && !period.cut) return `In the week of ${name(period)}`
  if (isOneDay(period)) return `On ${name(period)}`
  if (period.grain === 'span' || period.cut) return `From ${name(period).replace(/\s?–\s?/, ' to ')}`
  if (period.grain !== 'quarter') return `In ${name(period)}`
  return `In the ${ORDINALS[quarterOf(period).quarter - 1]} quarter of ${quarterOf(period).year}`
}

/** What a period is compared with. */
function earlier({by, grain, days}: Compared): string {
  if (by === 'year') return 'a year earlier'
  if (by === 'to-date') return `the same days of the previous ${grain}`
  return grain === 'span' ? `the previous ${days} days` : `the previous ${grain}`
}

/** The site's words in English. */
export const en: SiteTexts = {
  locale: LOCALE,
  language: 'English',
  units: {day: 'd', hour: 'h', minute: 'min', second: 's'},
  unitNames: {
    count: 'Number',
    fraction: 'Per cent',
    seconds: 'Time',
    money: 'Amount',
    score: 'Score',
    number: 'Number',
  },
  percent: number => `${number}\u00a0%`,
  points: (number, amount) => `${number}\u00a0${Math.abs(amount) === 1 ? 'point' : 'points'}`,
  presetNames: {
    'last-7': '7 days',
    'last-30': '30 days',
    'last-90': '90 days',
    'this-month': 'This month',
    'last-month': 'Last month',
    'this-quarter': 'This quarter',
    'last-quarter': 'Last quarter',
    'this-year': 'This year',
    'last-year': 'Last year',
  },
  presetSaid: {
    'last-7': 'the last 7 complete days',
    'last-30': 'the last 30 complete days',
    'last-90': 'the last 90 complete days',
    'this-month': 'this month so far',
    'last-month': 'the last complete month',
    'this-quarter': 'this quarter so far',
    'last-quarter': 'the last complete quarter',
    'this-year': 'this year so far',
    'last-year': 'the last complete year',
  },
  byGrain: {day: 'by day', week: 'by week', month: 'by month', quarter: 'by quarter', year: 'by year'},
  grainNames: {day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year'},
  compareNames: {previous: 'Previous period', year: 'A year earlier', none: 'Nothing'},
  versus: compared => `vs ${earlier(compared).replace(/^the /, '')}`,
  period: name,
  inPeriod,
  tick: period => {
    const year = period.start.slice(0, 4)
    if (period.grain === 'year') return [year]
    if (period.grain === 'quarter') return [`Q${quarterOf(period).quarter}`, year]
    if (period.grain === 'month') return [formatDate(period.start, LOCALE, {month: 'short'}), year]
    return [formatDate(period.start, LOCALE, {day: 'numeric', month: 'short'}), year]
  },
  date: iso => formatDate(iso, LOCALE, {day: 'numeric', month: 'long', year: 'numeric'}),
  up: amount => `up ${amount}`,
  down: amount => `down ${amount}`,
  unchanged: 'unchanged',
  onPrevious: compared => `on ${earlier(compared)}`,
  previousWas: (compared, value) => `${earlier(compared).replace(/^the /, '')}: ${value}`,
  sentence: (when, parts) => {
    const said = parts.map(({name: what, value, change}, i) => {
      const detail = change === undefined ? '' : `, ${change}`
      return `${englishName(what)} ${i === 0 ? 'stood at' : 'at'} ${value}${detail}`
    })
    return `${when}, ${said.length < 3 ? said.join(' and ') : `${said.slice(0, -1).join('; ')}; and ${said.at(-1)}`}.`
  },
  noFigures: when => `${when}, none of these figures has a value: there is nothing to calculate them from.`,
  noPrevious: 'no earlier period to compare with',
  notOver: 'period not over: no comparison',
  dataBegin: date => `data begin on ${date}`,
  previousPartial: date => `no comparison: data begin on ${date}`,
  incomplete: 'incomplete',
  unsettled: 'may still change',
  draft: 'draft',
  deprecated: 'deprecated',
  noValue: 'no value: nothing to calculate it from',
  target: (min, max) => `target ${[min && `at least ${min}`, max && `at most ${max}`].filter(Boolean).join(', ')}`,
  by: dates => `by ${dates}`,
  evolution: 'Evolution',
  definition: 'Definition',
  definitionAndData: 'Definition and data',
  dataAsTable: 'Data',
  whereDefined: (ref, file) => `${ref} in ${file}`,
  fixed: 'Fixed: once its period is over, nothing changes it.',
  fluctuates: days => `Still moves after its period, usually for ${days} days.`,
  skip: 'Skip to the figures',
  pages: 'Pages',
  presets: 'Period',
  languages: 'Language',
  sections: 'On this page',
  breadcrumbs: 'Where you are',
  noDataYet: 'The sources hold no data yet',
  dataThrough: (date, time, zone) => `Data through ${date}, ${time} (${zone})`,
  version: 'Version',
  definitionsIn: 'Every figure is defined once, under its reference, in',
  comparedWith: period => `compared with ${period}`,
  noPeriod: 'The data hold no such period.',
  nothingInPeriod: period => `Nothing was recorded in ${period}.`,
  nothingCounted: 'Nothing to show: no event of this kind in the period.',
  notDivisible: 'Nothing to show: these values overlap, so they cannot be divided into shares.',
  other: 'Other',
  total: 'Total',
  share: 'Share',
  count: 'Number',
  countAndShare: 'Number and share',
  none: 'Not given',
  allRows: count => `Export all ${count} as CSV`,
  yes: 'yes',
  no: 'no',
  periodColumn: 'Period',
  stepColumn: 'Step',
  slotColumn: 'Slot',
  trend: (what, from, fromPeriod, to, toPeriod) => `${what}: from ${from} in ${fromPeriod} to ${to} in ${toPeriod}`,
  lineFinding: (when, parts) =>
    `${when}, ${list(parts.map(({name: what, value}, i) => `${englishName(what)} ${i === 0 ? 'stood at' : 'at'} ${value}`))}.`,
  lineExtremes: (what, high, highPeriod, low, lowPeriod) =>
    ` ${upper(englishName(what))} ranged from ${low} (${lowPeriod}) to ${high} (${highPeriod}).`,
  histogramFinding: (slot, count, all, share) =>
    `The most frequent slot is “${slot}”, with ${count} of ${all} (${share}).`,
  histogramHalf: slot => ` Half of them lie in “${slot}” or below.`,
  donutFinding: (first, share, count, all) => `${first} comes first with ${share} (${count} of ${all})`,
  donutTied: (first, second, share) => `${first} and ${second} share the first place with ${share} each`,
  donutSecond: (second, share) => `, ahead of ${second} with ${share}`,
  funnelFinding: ([start, ...rest]) => {
    const say = (part: {name: string; value: string}) => `${part.value} ${inner(part.name)}`
    return start === undefined ? '' : `From ${say(start)} to ${list(rest.map(say))}.`
  },
  barsFinding: (group, high, low) =>
    `${upper(englishName(group))} ${low ? `ranged from ${low.text} (${low.name}) to` : 'stood at'} ${high.text} (${high.name}).`,
  matrixFinding: (high, low, least) =>
    `Highest: ${high.name} with ${high.value} (${high.count}); lowest: ${low.name} with ${low.value} (${low.count})${least === undefined ? '' : `, of those that rest on at least ${least}`}.`,
  matrixKey: (total, least) =>
    `Each cell: the figure, its distance from all together (${total}), and in brackets how many it rests on; bold from ${least}.`,
  matrixColours: judged =>
    judged ? 'Blue is better than that, orange is worse.' : 'Blue is above that, orange is below.',
  scatterFinding: (y, high, low) =>
    `Highest ${inner(y)}: ${high.name} with ${high.y} (at ${high.x})${low ? `; lowest: ${low.name} with ${low.y} (at ${low.x})` : ''}.`,
  scatterKey: size => `Size of the points: ${inner(size)}. Dotted lines: all together.`,
  unlabelled: 'Points too close together for a label tell their names in the table.',
  against: (x, y) => `${y} against ${inner(x)}`,
  slotShare: 'Share within the slot',
  slotShareFinding: (name, high, most, low, least) =>
    ` ${upper(englishName(name))} ranged from ${least} (“${low}”) to ${most} (“${high}”).`,
  ownScales: 'Each group has its own scale.',
  rowsBy: 'Rows by',
  pointsBy: 'Points by',
  figureColumn: 'Figure',
  dateColumn: 'Date',
  latestOf: (shown, all, more) => (more ? `the latest ${shown} of ${all}` : `${shown}, the latest first`),
  colon: ':',
  targetMet: 'met',
  targetMissed: 'not met',
  companion: 'with',
  hollow: 'Hollow points may still change.',
  pale: 'Pale: not final yet.',
  axisFrom: value => `The scale begins at ${value}.`,
  dashed: 'Dashed: period not over, or data begin inside it.',
  greyMark: 'Grey:',
  sortedBy: column => `Sorted by ${inner(column)}.`,
  overview: 'Overview',
  figures: 'All figures',
  chooseLanguage: 'Choose a language',
}
