import type {Difference, KpiChange} from '../compare/report.ts'
import {
  causeText,
  changeTexts,
  extentText,
  histogramText,
  isBroken,
  otherwiseText,
  relationText,
  sideText,
  summaryText,
  whereText,
} from './diff-words.ts'
import {drawTable} from './format.ts'

const WIDTH = 80
const HEIGHT = 24
/** What stands in a section of names that is cut short. */
const SECTIONS = [
  ['new', 'new'],
  ['removed', 'removed'],
  ['renamed', 'renamed'],
  ['redefined', 'redefined, same values'],
  ['basis', 'same values, another basis'],
  ['settled', 'settled otherwise'],
  ['described', 'described otherwise'],
] as const

/** A difference for a terminal: 80 columns wide, and at most 24 lines unless `verbose`. */
export function differenceText(difference: Difference, currency: string, verbose: boolean): string {
  const {before, kpis, histograms, relations, otherwise} = difference
  const lines = (text: string) => (verbose ? wrap(text) : [cut(text)])
  const head = [
    ...lines(`against ${sideText(before)}`),
    ...otherwise.flatMap(each => lines(`! ${otherwiseText(each)}`)),
    '',
    ...(isNothing(difference)
      ? [`the values of all ${difference.summary.kpis} KPIs are the same, and so are histograms and tables`]
      : wrap(summaryText(difference))),
  ]
  const section = (name: string, items: readonly string[]) =>
    items.length === 0 ? [] : verbose ? [`${name}:`, ...items.flatMap(item => wrap(item, '  '))] : [some(name, items)]
  const tail = [
    ...SECTIONS.flatMap(([change, name]) => section(name, kpis.filter(each => each.change === change).map(kpiText))),
    ...section(
      'histograms',
      histograms.map(each => `${each.ref} (${histogramText(each)})`),
    ),
    ...section(
      'tables',
      relations.map(each => `${each.name} (${relationText(each)})`),
    ),
  ]
  const moved = kpis.filter(each => each.change === 'moved')
  const legend = moved.some(isBroken)
    ? ['! in periods that were closed (fixed KPIs) or settled (fluctuating ones)']
    : []
  if (moved.length === 0) return join([head, tail])
  if (verbose) return join([head, ...moved.map(each => inFull(each, currency)), legend, tail])
  // the table has a line of titles and one of rules, each KPI two; sections are separated by an empty line
  const used = [head, legend, tail].reduce((sum, part) => sum + (part.length > 0 ? part.length + 1 : 0), 0)
  const room = Math.floor((HEIGHT - used - 2) / 2)
  const shown = moved.length <= room ? moved.length : Math.max(1, Math.floor((HEIGHT - used - 3) / 2))
  const rest = moved.length - shown
  const more = rest === 0 ? [] : [`and ${rest} more (--verbose shows all)`]
  return join([head, [...tableOf(moved.slice(0, shown), currency), ...more], legend, tail])
}

function isNothing({kpis, histograms, relations}: Difference): boolean {
  return kpis.length + histograms.length + relations.length === 0
}

/** Each KPI with its largest change; below it where else it moved, and why. Where there is no room, the absolute change is left out. */
function tableOf(moved: readonly KpiChange[], currency: string): string[] {
  const rows = moved.map(each => {
    const {before, after, absolute, relative} = changeTexts(each.values!.largest!, each.unit, currency)
    const where = whereText(each.values!.largest!)
    return [`${each.ref}${isBroken(each) ? ' !' : ''}`, where, before, after, absolute, relative]
  })
  const titles = ['KPI', 'largest change', 'before', 'after', 'change', '']
  const full = draw(titles, rows)
  const shorter = (cells: readonly string[]) => cells.toSpliced(4, 1)
  const table = overOf(full) > 0 ? drawNarrow(shorter(titles), rows.map(shorter)) : full
  const [title, rule, ...lines] = table.map(line => cut(line))
  return [title!, rule!, ...lines.flatMap((line, i) => [line, cut(`  ${aboutText(moved[i]!)}`)])]
}

/** A table whose second column gives way where it is too wide. */
function drawNarrow(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const table = draw(titles, rows)
  const over = overOf(table)
  if (over <= 0) return table
  const width = Math.max(titles[1]!.length, Math.max(...rows.map(row => [...row[1]!].length)) - over)
  return draw(
    titles,
    rows.map(row => row.with(1, cut(row[1]!, width))),
  )
}

function draw(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return drawTable(titles, rows, new Set([2, 3, 4, 5])).split('\n')
}

function overOf(table: readonly string[]): number {
  return Math.max(...table.map(line => [...line].length)) - WIDTH
}

function aboutText(each: KpiChange): string {
  const {moves} = each.values!
  const why = each.causes.map(causeText).join(', ')
  return `${why}; ${extentText(moves)}`
}

/** A KPI with every grain and breakdown that moved. */
function inFull(each: KpiChange, currency: string): string[] {
  const rows = each.values!.moves.map(move => {
    const {before, after, relative} = changeTexts(move.largest, each.unit, currency)
    return [move.grain, move.dimension, String(move.moved), whereText(move.largest), `${before} → ${after}`, relative]
  })
  const titles = ['grain', 'by', 'values', 'largest change', '', '']
  return [
    ...wrap(`${each.ref}${isBroken(each) ? ' !' : ''}: ${aboutText(each)}`),
    ...drawTable(titles, rows, new Set([2, 5]))
      .split('\n')
      .map(line => `  ${line}`),
  ]
}

function kpiText({ref, renamed_from: from, change, catalog}: KpiChange): string {
  if (from !== null) return `${from} → ${ref}`
  return change === 'described' ? `${ref} (${catalog.join(', ')})` : ref
}

/** As many items as fit on a line. */
function some(name: string, items: readonly string[]): string {
  let line = `${name}: `
  for (const [i, item] of items.entries()) {
    const rest = items.length - i - 1
    const more = rest === 0 ? '' : ` and ${rest} more`
    const next = `${line}${i === 0 ? '' : ', '}${item}`
    if ([...next, ...more].length > WIDTH && i > 0) return `${line} and ${items.length - i} more`
    line = next
  }
  return cut(line)
}

function cut(text: string, width = WIDTH): string {
  const letters = [...text]
  return letters.length <= width ? text : `${letters.slice(0, width - 1).join('')}…`
}

function wrap(text: string, indent = ''): string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && [...line].length + [...word].length + 1 > WIDTH) {
      lines.push(line)
      line = `${indent}  ${word}`
    } else line = line.trim() === '' ? `${line}${word}` : `${line} ${word}`
  }
  return [...lines, line]
}

/** Sections with an empty line between. */
function join(sections: readonly (readonly string[])[]): string {
  return `${sections
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}
