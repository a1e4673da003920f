import type {FreshnessMonitor, RowMonitor, ValueMonitor} from '../compile/monitors.ts'
import type {Anomaly} from './anomaly.ts'

/** That a source's latest row is too old, in a sentence. */
export function describeAge(
  {source, column}: FreshnessMonitor,
  latest: string | null,
  age: number,
  limit: number,
  dataEnd: string,
): string {
  if (latest === null) return `${source} has no row with a ${column}`
  return `${source}: its latest row (${column} ${latest}) lies ${span(age)} before the end of the data (${dataEnd} UTC); ${span(limit)} are allowed`
}

/** That a period's value is out of line, in a sentence. */
export function describeAnomaly(monitor: RowMonitor | ValueMonitor, anomaly: Anomaly): string {
  const {start, value, usual, compared, score} = anomaly
  const {grain} = monitor.rule
  const [what, unit] =
    monitor.kind === 'value' ? [monitor.ref, monitor.unit] : [`${monitor.subject} (rows by ${monitor.column})`, 'count']
  const others = grain === 'day' ? `${compared} ${weekday(start)}s` : `${compared} ${grain}s`
  const off =
    score === null
      ? 'which never differed'
      : `${Math.abs(score).toFixed(1)} deviations ${score > 0 ? 'above' : 'below'}`
  return `${what}, ${grain === 'day' ? '' : `${grain} of `}${start}: ${figure(value, unit)}, usually ${figure(usual, unit)} (median of ${others} before; ${off})`
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function weekday(day: string): string {
  return WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!
}

function figure(value: number, unit: string): string {
  if (unit === 'fraction') return `${(value * 100).toLocaleString('en-GB', {maximumFractionDigits: 1})} %`
  const text = value.toLocaleString('en-GB', {maximumFractionDigits: 2})
  return unit === 'seconds' ? `${text} s` : text
}

/** Seconds in the two largest units: `3 d 4 h`. */
function span(seconds: number): string {
  const whole = Math.round(seconds)
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ]
  const first = Math.max(
    0,
    parts.findIndex(([amount]) => amount > 0),
  )
  return parts
    .slice(first, first + 2)
    .filter(([amount], i) => amount > 0 || i === 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}
