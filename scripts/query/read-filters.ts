import type {Project} from '../compile/load.ts'
import {suggestion} from '../core/suggest.ts'
import type {Say} from './say.ts'

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Conditions `dimension=value,value`, by dimension. */
export function conditions(where: readonly string[], project: Project, say: Say): Map<string, string[]> {
  const {dimensions} = project.catalog
  const found = new Map<string, string[]>()
  for (const each of where) {
    const at = each.indexOf('=')
    const name = at < 0 ? each : each.slice(0, at)
    if (at < 1 || at === each.length - 1) {
      say('wrong-filter', `--where: "${each}" is not a condition`, 'write --where dimension=value,value')
      continue
    }
    const dimension = dimensions[name]
    if (!dimension) {
      say(
        'unknown-dimension',
        `--where: there is no dimension "${name}"`,
        suggestion(name, Object.keys(dimensions), 'dimensions'),
      )
      continue
    }
    if (found.has(name))
      say('repeated-filter', `--where: "${name}" is given twice`, `write --where ${name}=value,value`)
    const values = each.slice(at + 1).split(',')
    const closed = dimension.values && [...Object.keys(dimension.values), '(none)']
    for (const value of values) {
      if (closed && !closed.includes(value))
        say('unknown-value', `--where: ${name} has no value "${value}"`, suggestion(value, closed, 'values'))
    }
    found.set(name, values)
  }
  return found
}

/** `09:00-19:00`; the end may be 24:00; a slot whose end lies before its start crosses midnight. */
export function timeSlot(text: string, say: Say): {from: string; to: string} | undefined {
  const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text)
  const minutes = match && [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])]
  const valid =
    minutes &&
    Number(match[2]) < 60 &&
    Number(match[4]) < 60 &&
    minutes[0]! < 1440 &&
    minutes[1]! <= 1440 &&
    minutes[0] !== minutes[1]
  if (!valid)
    return say(
      'wrong-hours',
      `--hours: "${text}" is not a time slot`,
      'write --hours 09:00-19:00; 22:00-02:00 crosses midnight',
    )
  const clock = (total: number) =>
    `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}:00`
  return {from: clock(minutes[0]!), to: clock(minutes[1]!)}
}

/** `mon-fri`, `sat,sun`, `fri-mon`. */
export function daysOfWeek(text: string, say: Say): number[] | undefined {
  const days = new Set<number>()
  for (const part of text.toLowerCase().split(',')) {
    const [first, last = first] = part.split('-').map(name => WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]))
    if (first === undefined || last === undefined || first < 0 || last < 0 || part.split('-').length > 2) {
      return say(
        'wrong-weekdays',
        `--weekdays: "${part}" is not a day or a range of days`,
        `write --weekdays mon-fri or sat,sun; days: ${WEEKDAYS.join(', ')}`,
      )
    }
    for (let i = first; ; i = (i + 1) % 7) {
      days.add(i + 1)
      if (i === last) break
    }
  }
  return [...days].sort((a, b) => a - b)
}
