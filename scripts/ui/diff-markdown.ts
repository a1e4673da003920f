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

/** A comment of a pull request may have 65,536 characters. */
const ROOM = 60_000
/** Rows of the table that stands open. */
const OPEN = 20

/** A difference as a comment of a pull request: a table per section, details folded away. */
export function differenceMarkdown(difference: Difference, currency: string): string {
  const {before, kpis, histograms, relations, otherwise, failed} = difference
  const moved = kpis.filter(each => each.change === 'moved')
  const parts = [
    // whoever posts it finds the comment of the last run by this line
    '<!-- kpi diff -->',
    `### ${capital(summaryText(difference))}`,
    `Compared with ${asText(sideText(before))}.`,
    ...otherwise.map(each => `> **Besides the project:** ${asText(otherwiseText(each))}.`),
    ...(failed.length > 0 ? [`> **Must not move, but did:** ${failed.map(code).join(', ')}.`] : []),
    ...(moved.length === 0
      ? []
      : [
          table(
            ['KPI', 'Largest change', 'Before', 'After', 'Change', '', 'Because of'],
            moved.slice(0, OPEN).map(each => kpiRow(each, currency)),
            [2, 3, 4, 5],
          ),
          ...(moved.some(isBroken) ? ['⚠ in periods that were closed (fixed KPIs) or settled (fluctuating ones)'] : []),
        ]),
    ...named('New', kpis, 'new'),
    ...named('Removed', kpis, 'removed'),
    ...named('Renamed', kpis, 'renamed'),
    ...named('Redefined, same values', kpis, 'redefined'),
    ...named('Same values on another basis', kpis, 'basis'),
    ...named('Settled otherwise', kpis, 'settled'),
    ...named('Described otherwise', kpis, 'described'),
  ]
  const details = [
    ...(moved.length > OPEN
      ? [
          folded(
            `${moved.length - OPEN} more KPIs that moved`,
            ['KPI', 'Largest change', 'Before', 'After', 'Change', '', 'Because of'],
            moved.slice(OPEN).map(each => kpiRow(each, currency)),
            [2, 3, 4, 5],
          ),
        ]
      : []),
    ...(histograms.length > 0
      ? [
          folded(
            `Histograms (${histograms.length})`,
            ['Histogram', 'What changed'],
            histograms.map(each => [code(each.ref), asText(histogramText(each))]),
          ),
        ]
      : []),
    ...(relations.length > 0
      ? [
          folded(
            `Tables and columns (${relations.length})`,
            ['Table', 'What changed'],
            relations.map(each => [code(each.name), asText(relationText(each))]),
          ),
        ]
      : []),
    ...(moved.length > 0
      ? [
          folded(
            'By grain and breakdown',
            ['KPI', 'Grain', 'By', 'Values', 'Largest change', 'Before', 'After', ''],
            moved.flatMap(each => moveRows(each, currency)),
            [3, 5, 6, 7],
          ),
        ]
      : []),
  ]
  let room = ROOM - parts.reduce((sum, part) => sum + part.length + 2, 0)
  for (const detail of details) {
    const text = detail(room)
    parts.push(text)
    room -= text.length + 2
  }
  return `${parts.join('\n\n')}\n`
}

function kpiRow(each: KpiChange, currency: string): string[] {
  const {largest, moves} = each.values!
  const {before, after, absolute, relative} = changeTexts(largest!, each.unit, currency)
  return [
    `${code(each.ref)}${isBroken(each) ? ' ⚠' : ''}`,
    `${asText(whereText(largest!))}<br><sub>${asText(extentText(moves))}</sub>`,
    ...[before, after, absolute, relative, each.causes.map(causeText).join(', ')].map(asText),
  ]
}

function moveRows(each: KpiChange, currency: string): string[][] {
  return each.values!.moves.map(move => {
    const {before, after, relative} = changeTexts(move.largest, each.unit, currency)
    const cells = [move.grain, move.dimension, String(move.moved), whereText(move.largest), before, after, relative]
    return [code(each.ref), ...cells.map(asText)]
  })
}

function named(title: string, kpis: readonly KpiChange[], change: KpiChange['change']): string[] {
  const items = kpis
    .filter(each => each.change === change)
    .map(({ref, renamed_from: from, catalog}) =>
      from !== null
        ? `${code(from)} → ${code(ref)}`
        : change === 'described'
          ? `${code(ref)} (${catalog.join(', ')})`
          : code(ref),
    )
  return items.length === 0 ? [] : [`**${title}:** ${items.join(', ')}`]
}

function table(titles: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map((_, i) => (right.includes(i) ? '---:' : '---'))), ...rows.map(line)].join('\n')
}

/** A table folded away, with as many rows as there is room for. */
function folded(
  summary: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): (room: number) => string {
  return room => {
    const open = `<details>\n<summary>${asText(summary)}</summary>\n\n`
    let used = open.length + table(titles, [], right).length + 100
    const shown = rows.filter(row => {
      used += row.join(' | ').length + 5
      return used <= room
    })
    const more = shown.length < rows.length ? `\n\nand ${rows.length - shown.length} more` : ''
    return `${open}${table(titles, shown, right)}${more}\n\n</details>`
  }
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``
}

/** Text that is nothing but text in Markdown and in a cell of a table. */
function asText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>|#~@]/g, letter => (letter === '@' ? '@\u200b' : `\\${letter}`))
    .replaceAll('\n', ' ')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
