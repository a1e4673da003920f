import type {Outdated} from '../plan/outdated.ts'

/** How many names a note has. */
const NAMED = 8

/** What a reader of an answer should know when the project has changed since the warehouse was built; empty where it has not. */
export function outdatedText({refs, models}: Outdated): string {
  const list = (names: readonly string[]) =>
    names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` and ${names.length - NAMED} more` : '')
  const say = (names: readonly string[], one: string, many: string) =>
    `${list(names)} ${names.length === 1 ? one : many}`
  const said = [
    ...(refs.length > 0
      ? [
          `${say(refs, 'is published by another definition', 'are published by other definitions')}; this is by the catalog as it is now, from the facts as published`,
        ]
      : []),
    ...(models.length > 0
      ? [`${say(models, 'has', 'have')} changed since the facts were published; this is from the facts as published`]
      : []),
  ]
  return said.length === 0
    ? ''
    : `${said.map(each => `note: ${each}\n`).join('')}      kpi build publishes the project as it is now; kpi diff shows what that moves\n`
}
