import {stringify} from 'csv-stringify/sync'
import {type QueryArguments, query, querySql} from '../commands/query.ts'
import type {Answer} from '../query/answer.ts'
import {drawTable, formatValue} from './format.ts'
import {sampleText} from './sample.ts'

export interface QueryOptions extends QueryArguments {
  readonly format: 'table' | 'csv' | 'json'
  readonly sql?: boolean
}

/** Prints what `kpi query` answers. */
export async function queryCommand(options: QueryOptions): Promise<void> {
  if (options.sql) {
    const {sql, bindings} = await querySql(options)
    const bound = Object.entries(bindings).map(([name, value]) => `-- $${name} = ${JSON.stringify(value)}`)
    process.stdout.write(`${[...bound, sql].join('\n')}`)
    return
  }
  const {project, answers, dataEnd, labels, sample} = await query(options)
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(answers, null, 2)}\n`)
  else if (options.format === 'csv') {
    process.stdout.write(
      stringify(
        answers.map(each => ({...each, filters_not_applied: each.filters_not_applied.join(' ')})),
        {header: true, columns: COLUMNS},
      ),
    )
  } else {
    const unit = (ref: string) => project.definitions.kpis.get(ref)!.input.unit
    process.stdout.write(`${table(answers, unit, project.catalog.currency, options.by, labels)}\n`)
  }
  if (sample)
    process.stderr.write(`the warehouse was built on a sample (${sampleText(sample)}): figures are of that part\n`)
  const open = answers.filter(each => dataEnd === null || `${each.period_end} 00:00:00` > dataEnd)
  if (open.length > 0) {
    process.stderr.write(`the data ends ${dataEnd ?? 'nowhere'} (local time): what ends later is not complete\n`)
  }
}

const COLUMNS = [
  'kpi_ref',
  'period_start',
  'period_end',
  'dimension',
  'dimension_value',
  'numerator',
  'denominator',
  'value',
  'sample_size',
  'filters_not_applied',
]

function table(
  answers: readonly Answer[],
  unit: (ref: string) => string,
  currency: string,
  by: string | undefined,
  labels: ReadonlyMap<string, string>,
): string {
  const head = ['KPI', 'from', 'to', ...(by === undefined ? [] : [by]), 'value', 'based on']
  const rows = answers.map(each => [
    each.filters_not_applied.length > 0 ? `${each.kpi_ref} *` : each.kpi_ref,
    each.period_start,
    lastDay(each.period_end),
    ...(by === undefined ? [] : [labelled(each.dimension_value ?? '', labels)]),
    formatValue(each.value, unit(each.kpi_ref), currency),
    each.sample_size.toLocaleString('en-GB'),
  ])
  const notes = [
    ...new Map(
      answers.filter(each => each.filters_not_applied.length > 0).map(each => [each.kpi_ref, each.filters_not_applied]),
    ),
  ]
  const numbers = new Set([head.length - 2, head.length - 1])
  const drawn =
    answers.length === 0
      ? 'No values: nothing happened in this period under these filters.'
      : drawTable(head, rows, numbers)
  return [
    drawn,
    ...notes.map(
      ([ref, names]) =>
        `* ${ref} is not filtered by ${names.join(', ')}: it does not have ${names.length === 1 ? 'it' : 'them'}.`,
    ),
  ].join('\n')
}

function labelled(value: string, labels: ReadonlyMap<string, string>): string {
  const label = labels.get(value)
  return label === undefined || label === value ? value : `${value} ${label}`
}

function lastDay(end: string): string {
  return new Date(Date.parse(`${end}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
