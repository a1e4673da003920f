import {join, relative} from 'node:path'
import type {BuildSummary} from '../commands/build.ts'
import {count, cut, firstOf, HEIGHT, wrap, wrapNames} from './lines.ts'
import {seconds} from './progress.ts'
import {publicationText} from './publication.ts'
import {restatedText} from './restated.ts'
import {sampleText} from './sample.ts'

/** What took less is not worth a line. */
const WORTH_TELLING = 100

/** What a build did, in at most 24 lines of 80 columns. */
export function summaryText(summary: BuildSummary, folder: string): string {
  const target = relative(process.cwd(), folder) || '.'
  const {sample, warnings, monitored, quarantined, restated, publishes, dataEnd, rebuilt, total, ms} = summary
  const told = [
    ...firstOf(
      warnings.map(({name, failing, complaint}) => cut(`warning ${name}: ${count(failing, 'row')}: ${complaint}`)),
      3,
      more => `and ${count(more, 'more warning')}; all of them are in ${join(target, 'run-results.json')}`,
    ),
    ...firstOf(
      monitored.map(({name, severity, message}) => cut(`${severity} ${name}: ${message}`)),
      2,
      more => `and ${more} more; kpi test tells them all`,
    ),
    ...firstOf(
      quarantined.map(
        ({source, rows}) =>
          `quarantined ${source}: ${count(rows, 'row')} could not be read; they are in meta.quarantine`,
      ),
      3,
      more => `and rows of ${count(more, 'more source')}`,
    ),
    ...(restated ? restatedText(restated) : []),
    ...(sample ? [`sample: ${sampleText(sample)}; the site says so on every page`] : []),
    ...(publishes ? wrap(publicationText(publishes), 3) : []),
  ]
  const end = [
    ...wrap(
      `${rebuilt.length} of ${count(total, 'node')} rebuilt in ${seconds(ms)}; data through ${dataEnd === '' ? '–' : `${dataEnd} UTC`}`,
    ),
    ...outcome(summary, target),
  ]
  return text([...told, ...slowestOf(summary, HEIGHT - told.length - end.length), ...end])
}

/** What a failed build left undone, after its problems. */
export function failureSummary({failed, skipped, rebuilt, version}: BuildSummary): string {
  const left = version === '' ? 'nothing is published' : 'what is published stays as it was'
  return text([
    '',
    ...wrapNames('failed: ', failed, '', 3),
    ...(skipped.length > 0 ? wrapNames('skipped, since they read what failed: ', skipped, '', 4) : []),
    ...wrap(
      `${rebuilt.length === 0 ? '' : `${count(rebuilt.length, 'node')} rebuilt and kept; `}${left}; kpi retry goes on from here`,
    ),
  ])
}

/** What took longest, in what room there is. */
function slowestOf({slowest, rebuilt, peakMemory}: BuildSummary, room: number): string[] {
  const told = slowest.filter(each => each.ms >= WORTH_TELLING).slice(0, Math.max(0, room - 1))
  if (told.length === 0) return []
  const width = Math.min(44, Math.max(...told.map(each => each.name.length)))
  return [
    `slowest of ${count(rebuilt.length, 'node')}; peak memory ${Math.round(peakMemory / 2 ** 20).toLocaleString('en-GB')} MB:`,
    ...told.map(({name, ms, rows}) =>
      cut(
        `  ${short(name, width)}  ${seconds(ms).padStart(8)}${rows === undefined ? '' : `  ${count(rows, 'row').padStart(17)}`}`,
      ),
    ),
  ]
}

function outcome({published, version, left}: BuildSummary, target: string): string[] {
  if (published)
    return wrap(
      `published version ${version}: ${target}/warehouse.duckdb, ${target}/parquet, ${target}/site/index.html`,
    )
  if (left.length === 0) return wrap(`nothing has changed since version ${version}, which stays published`)
  const were = left.length === 1 ? 'node was' : 'nodes were'
  return wrapNames(`not published: ${left.length} stale ${were} not selected (`, left, '); run kpi build to publish', 4)
}

function short(name: string, width: number): string {
  return name.length <= width ? name.padEnd(width) : `${name.slice(0, width - 1)}…`
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
