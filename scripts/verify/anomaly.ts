/** A closed period of a series. */
export interface Point {
  /** First day. */
  readonly start: string
  readonly value: number | null
  /** What the value is based on. */
  readonly sample: number
}

/** What is compared with what; see the catalog's reference. */
export interface Rule {
  readonly grain: 'day' | 'week' | 'month'
  readonly judge?: number | undefined
  readonly history: number
  readonly minimum: number
  readonly threshold: number
  readonly change: number
}

/** A value that is out of line. */
export interface Anomaly {
  readonly start: string
  readonly value: number
  /** Median of the periods that it was compared with, and how many these are. */
  readonly usual: number
  readonly compared: number
  /** How many deviations it is off, below zero for less; null where the history knows no deviation at all. */
  readonly score: number | null
}

export interface Judgement {
  /** Periods that were judged; 0 where the history is too short. */
  readonly judged: number
  readonly anomalies: readonly Anomaly[]
}

/** How many of the latest closed periods are judged where the rule does not say. */
const JUDGED = {day: 7, week: 1, month: 1} as const

/**
 * Compares the latest closed periods with earlier ones, each by itself: days with days of the same weekday, weeks and months with those
 * before. With m their median, a value x is an anomaly when |x − m| is more than `threshold` deviations and at least the share `change`
 * of |m|. The deviation is 1.4826 × MAD (the median of |h − m|; the modified z-score of Iglewicz and Hoaglin, 1993), or, where MAD is
 * 0, 1.2533 × the mean of |h − m|; but no less than chance alone explains: √max(m, 1) for counts, √(p(1 − p) / n) for shares, with
 * n what x is based on and p = (mn + 1) / (n + 2).
 * @param points consecutive closed periods, the oldest first; those before the first with anything in it are left out
 * @param unit of the values: `count`, `fraction`, …
 */
export function judge(points: readonly Point[], unit: string, rule: Rule): Judgement {
  const begun = points.findIndex(point => point.sample > 0)
  const series = begun < 0 ? [] : points.slice(begun)
  const step = rule.grain === 'day' ? 7 : 1
  const anomalies: Anomaly[] = []
  let judged = 0
  for (let i = Math.max(0, series.length - (rule.judge ?? JUDGED[rule.grain])); i < series.length; i++) {
    const {start, value, sample} = series[i]!
    if (value === null) continue
    const history = Array.from({length: rule.history}, (_, k) => series[i - (k + 1) * step]?.value ?? null).filter(
      each => each !== null,
    )
    if (history.length < rule.minimum) continue
    judged++
    const usual = median(history)
    const off = value - usual
    const deviation = Math.max(spread(history, usual), chance(usual, unit, sample))
    if (Math.abs(off) <= rule.threshold * deviation || Math.abs(off) < rule.change * Math.abs(usual)) continue
    anomalies.push({start, value, usual, compared: history.length, score: deviation === 0 ? null : off / deviation})
  }
  return {judged, anomalies}
}

/** The middle of some numbers, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** What would be the standard deviation of normal values, told by how far the history lies from its median. */
function spread(history: readonly number[], usual: number): number {
  const far = history.map(each => Math.abs(each - usual))
  const mad = median(far)
  return mad > 0 ? 1.4826 * mad : (1.2533 * far.reduce((sum, each) => sum + each, 0)) / far.length
}

/** The deviation that chance gives values of a unit, whatever the history says. */
function chance(usual: number, unit: string, sample: number): number {
  if (unit === 'count') return Math.sqrt(Math.max(usual, 1))
  if (unit !== 'fraction' || usual < 0 || usual > 1 || sample <= 0) return 0
  const p = (usual * sample + 1) / (sample + 2)
  return Math.sqrt((p * (1 - p)) / sample)
}
