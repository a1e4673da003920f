import {stringify} from 'yaml'
import type {Answer} from '../../scripts/query/answer.ts'
import type {Sources} from './contract.ts'
import type {Figure} from './figures.ts'
import {asks, type Question} from './questions.ts'
import {read, readBy} from './reading.ts'
import type {World} from './world.ts'

/** Figures by KPI or slot, period and breakdown value. */
export type Figures = ReadonlyMap<string, Figure>

export function key(ref: string, start: string, end: string, value: string | null): string {
  return `${ref}, ${start} to before ${end}${value === null ? '' : `, ${value}`}`
}

/** What the reading answers to a question about all of these KPIs. */
export function expected(world: World, question: Question, refs: readonly string[]): Figures {
  const figures = new Map<string, Figure>()
  for (const ask of asks(question)) {
    if (question.by === undefined) {
      for (const [ref, figure] of read(world, ask, refs)) figures.set(key(ref, ask.start, ask.end, null), figure)
      continue
    }
    for (const [value, answers] of readBy(world, ask, refs, question.by))
      for (const [ref, figure] of answers) figures.set(key(ref, ask.start, ask.end, value), figure)
  }
  return figures
}

export function found(answers: readonly Answer[]): Figures {
  return new Map(
    answers.map(each => [
      key(each.kpi_ref, each.period_start, each.period_end, each.dimension_value),
      {numerator: each.numerator, denominator: each.denominator, value: each.value, sample: each.sample_size},
    ]),
  )
}

/** Every difference between two sets of figures, one a line. */
export function differences(wanted: Figures, got: Figures): string[] {
  const lines: string[] = []
  for (const name of new Set([...wanted.keys(), ...got.keys()])) {
    const [a, b] = [wanted.get(name), got.get(name)]
    if (a === undefined || b === undefined || !same(a, b))
      lines.push(`${name}: ${shown(b)}, the reading has ${shown(a)}`)
  }
  return lines
}

function same(a: Figure, b: Figure): boolean {
  return (
    close(a.value, b.value) &&
    close(a.numerator, b.numerator) &&
    close(a.denominator, b.denominator) &&
    a.sample === b.sample
  )
}

/** Equal up to the 12th digit, since values are doubles. */
function close(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b
  return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b))
}

function shown(figure: Figure | undefined): string {
  if (figure === undefined) return 'no row'
  const {numerator, denominator, value, sample} = figure
  const parts = numerator === null && denominator === null ? '' : ` (${numerator} / ${denominator})`
  return `${value}${parts} from ${sample}`
}

/** Rows as an example of `tests/kpis/` gives them, one a line: NULLs and sources without rows left out. */
export function asYaml(sources: Sources): string {
  const lines = ['given:']
  for (const [name, rows] of Object.entries(sources)) {
    if (rows.length > 0) lines.push(`  ${name}:`)
    for (const row of rows) {
      const known = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
      lines.push(
        `    - ${stringify(known, {collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0}).trim()}`,
      )
    }
  }
  return lines.join('\n')
}

/** A counterexample for a reader: the differences, the question, the rows. */
export function report(lines: readonly string[], question: object, sources: Sources): string {
  const more = lines.length > 12 ? [`… and ${lines.length - 12} more`] : []
  return [...lines.slice(0, 12), ...more, '', stringify({question}), asYaml(sources)].join('\n')
}
