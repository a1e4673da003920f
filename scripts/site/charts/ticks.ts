import type {Unit} from '../formats.ts'

const SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000,
  864_000,
]

/** A value axis of at most five steps at round values (of the clock for durations) that holds all values; it begins at zero unless they stay far from it, or need not. */
export function axisTicks(
  low: number,
  high: number,
  {unit}: Unit,
  fromZero = true,
): {readonly domain: readonly [number, number]; readonly ticks: readonly number[]} {
  const bottom = !fromZero || low < 0 || (low > high * 0.6 && (unit === 'fraction' || unit === 'score')) ? low : 0
  const top = high > bottom ? high : bottom + (unit === 'fraction' ? 0.1 : 1)
  const step = stepOf((top - bottom) / 4, unit)
  const from = Math.floor(bottom / step)
  const to = Math.ceil(top / step)
  const ticks = Array.from({length: to - from + 1}, (_, i) => Number(((from + i) * step).toPrecision(12)))
  return {domain: [ticks[0]!, ticks.at(-1)!], ticks}
}

function stepOf(least: number, unit: string): number {
  if (unit === 'seconds') {
    const found = SECONDS.find(step => step >= least)
    if (found !== undefined) return found
  }
  const power = 10 ** Math.floor(Math.log10(least))
  const step = (unit === 'fraction' ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10])
    .map(each => each * power)
    .find(each => each >= least * 0.999)!
  return unit === 'count' ? Math.max(1, Math.ceil(step)) : step
}

/** Of so many periods, the last one and those before it at equal distances, few enough to be read. */
export function shownTicks(periods: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(periods / most))
  return Array.from({length: periods}, (_, i) => i).filter(i => (periods - 1 - i) % step === 0)
}
