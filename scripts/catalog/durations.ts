const UNITS: Record<string, number> = {
  s: 1,
  second: 1,
  seconds: 1,
  min: 60,
  h: 3600,
  hour: 3600,
  hours: 3600,
  day: 86_400,
  days: 86_400,
}

/** What a duration looks like: `30 s`, `2 min`, `1 h`, `7 days`. */
export const DURATION = /^\d+ (s|seconds?|min|h|hours?|days?)$/

/** Seconds of a duration that matches `DURATION`. */
export function seconds(duration: string): number {
  const [amount, unit] = duration.split(' ')
  return Number(amount) * UNITS[unit!]!
}

/** Whole days of a duration, rounded up. */
export function days(duration: string): number {
  return Math.ceil(seconds(duration) / 86_400)
}
