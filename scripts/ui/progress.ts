import type {BuildEvent, Listener, TestStatus} from '../execute/events.ts'
import {type LogFormat, logLine} from './complain.ts'
import {count} from './lines.ts'
import {formatProblems} from './problems.ts'

/** Draws a build's events: one line that keeps changing on a terminal, plain lines elsewhere, a JSON object each where that is asked for. */
export function drawProgress(
  stream: NodeJS.WriteStream,
  folder: string,
  format: LogFormat = 'text',
): {listen: Listener; end: () => void} {
  if (format === 'json') return {listen: event => stream.write(logLine(event)), end: () => undefined}
  return stream.isTTY ? live(stream, folder) : plain(stream, folder)
}

function live(stream: NodeJS.WriteStream, folder: string) {
  const show = (text: string) => stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, (stream.columns || 80) - 1))}`)
  const listen: Listener = event => {
    if (event.type === 'problem') stream.write(`\r\u001b[2K${formatProblems([event.problem], folder)}\n`)
    else if (event.type === 'source') show(`reading ${event.name} (${event.rows.toLocaleString('en-GB')} rows)`)
    else if (event.type === 'start')
      show(event.stale === 0 ? 'nothing to compute' : `computing ${event.stale} of ${event.total} nodes`)
    else if (event.type === 'node') {
      if (event.status === 'error') stream.write(`\r\u001b[2K${failed(event.name, event.ms)}\n`)
      show(`${bar(event.done, event.stale)} ${event.done}/${event.stale}  ${event.name}`)
    } else if (event.type === 'test') {
      if (isFailure(event.status)) stream.write(`\r\u001b[2K${failed(`test ${event.name}`, event.ms)}\n`)
    } else show(event.name)
  }
  return {listen, end: () => stream.write('\r\u001b[2K')}
}

function bar(done: number, total: number): string {
  const filled = Math.round((20 * done) / Math.max(1, total))
  return '█'.repeat(filled) + '░'.repeat(20 - filled)
}

/** Small nodes are summed up; what took at least a tenth of a second has a line of its own. */
function plain(stream: NodeJS.WriteStream, folder: string) {
  let sources = 0
  let rows = 0
  const listen: Listener = (event: BuildEvent) => {
    if (event.type === 'problem') stream.write(`${formatProblems([event.problem], folder)}\n`)
    else if (event.type === 'source') {
      sources++
      rows += event.rows
    } else if (event.type === 'start') {
      if (sources > 0) stream.write(`read ${count(sources, 'source')}, ${count(rows, 'row')}\n`)
      stream.write(event.stale === 0 ? 'nothing to compute\n' : `computing ${event.stale} of ${event.total} nodes\n`)
    } else if (event.type === 'node') {
      if (event.status === 'error') stream.write(`${failed(event.name, event.ms)}\n`)
      else if (event.ms >= 100) stream.write(`  ${event.name}${amount(event)}  ${seconds(event.ms)}\n`)
    } else if (event.type === 'test') {
      if (isFailure(event.status)) stream.write(`${failed(`test ${event.name}`, event.ms)}\n`)
    } else
      stream.write(`  ${event.name}${event.detail === undefined ? '' : `: ${event.detail}`}  ${seconds(event.ms)}\n`)
  }
  return {listen, end: () => undefined}
}

/** How much of a node was computed, where that is told. */
function amount({measures, parts}: {readonly measures?: number; readonly parts?: number}): string {
  if (measures !== undefined) return ` (${count(measures, 'measure')})`
  return parts === undefined ? '' : ` (${count(parts, 'part')})`
}

/** Told at once; why is told with all other problems when everything has ended. */
function failed(what: string, ms: number): string {
  return `  ${what} failed  ${seconds(ms)}`
}

const isFailure = (status: TestStatus) => status === 'fail' || status === 'error'

/** Milliseconds as seconds with one decimal. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
