import {stringify} from 'csv-stringify/sync'
import {type QueryArguments, type QueryResult, query, querySql} from '../commands/query.ts'
import {needFolder, writeText} from '../core/atomic-file.ts'
import {fault, ProblemError} from '../core/problem.ts'
import {type AnyAnswer, columnsOf} from '../query/columns.ts'
import {writeParquet} from '../query/parquet.ts'
import {outdatedText} from './outdated.ts'
import {queryTable} from './query-table.ts'
import {sampleText} from './sample.ts'
import {tellWarnings} from './warnings.ts'

export interface QueryOptions extends QueryArguments {
  readonly format: 'table' | 'csv' | 'json' | 'parquet'
  /** A file instead of stdout. */
  readonly output?: string
  readonly sql?: boolean
}

/** Prints what `kpi query` answers, or writes it to a file. */
export async function queryCommand(options: QueryOptions): Promise<void> {
  if (options.format === 'parquet' && options.output === undefined && !options.sql)
    throw new ProblemError([fault('no-output', '--format parquet needs a file', {hint: 'give --output FILE'})])
  const {format, output} = options
  if (output !== undefined) needFolder(output)
  if (options.sql) {
    const {statements, warnings} = await querySql(options)
    tellWarnings(warnings, options)
    const texts = statements.map(({sql, bindings}) => {
      const bound = Object.entries(bindings).map(([name, value]) => `-- $${name} = ${JSON.stringify(value)}`)
      return [...bound, sql].join('\n')
    })
    if (output === undefined) process.stdout.write(texts.join('\n'))
    else await writeText(output, texts.join('\n'))
    return
  }
  const result = await query(options)
  tellWarnings(result.warnings, options)
  if (output !== undefined) {
    if (format === 'parquet') await writeParquet(output, columnsOf(result.shape), result.answers)
    else await writeText(output, written(result, format))
    const {length} = result.answers
    process.stderr.write(`${length.toLocaleString('en-GB')} ${length === 1 ? 'row' : 'rows'} written to ${output}\n`)
  } else process.stdout.write(written(result, format))
  if (result.sample)
    process.stderr.write(
      `the warehouse was built on a sample (${sampleText(result.sample)}): figures are of that part\n`,
    )
  process.stderr.write(outdatedText(result.outdated))
  for (const line of notes(result)) process.stderr.write(`${line}\n`)
}

function written(result: QueryResult, format: QueryOptions['format']): string {
  if (format === 'json') return `${JSON.stringify(result.answers, null, 2)}\n`
  if (format !== 'csv') return `${queryTable(result)}\n`
  const columns = columnsOf(result.shape)
  const cell = (value: ReturnType<(typeof columns)[number]['value']>) =>
    Array.isArray(value) ? value.join(' ') : value
  return stringify(
    result.answers.map(row => columns.map(column => cell(column.value(row)))),
    {header: true, columns: columns.map(column => column.name)},
  )
}

/** What a reader has to know besides the values. */
function notes({answers, dataEnd, comparisons, firstDay}: QueryResult): string[] {
  const isOpen = (each: AnyAnswer) => dataEnd === null || `${each.period_end} 00:00:00` > dataEnd
  const missing = (why: (typeof comparisons)[number]) => comparisons.filter(each => each === why).length
  const told = (count: number, because: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? 'period is' : 'periods are'} not compared: ${because}`]
  return [
    ...(answers.some(isOpen)
      ? [`the data ends ${dataEnd ?? 'nowhere'} (local time): what ends later is not complete`]
      : []),
    ...told(missing('not-over'), 'not over yet'),
    ...told(missing('before-data'), `the data begin ${firstDay}`),
    ...told(missing('no-days'), 'there are no such days in the one before'),
  ]
}
