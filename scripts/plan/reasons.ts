import type {Inputs} from './inputs.ts'

/** Why something is computed: one of its inputs, and what became of that. */
export interface Reason {
  /** What kind of input: see `Inputs`; `nothing` where it was never built. */
  readonly input:
    | 'nothing'
    | 'sql'
    | 'template'
    | 'macro'
    | 'definition'
    | 'statement'
    | 'upstream'
    | 'source'
    | 'measure'
    | 'entry'
    | 'calendar'
    | 'data_end'
    | 'engine'
  readonly name?: string
  readonly change?: 'changed' | 'added' | 'removed'
}

/** What a model, template, macro, definition or the engine says by itself; everything else comes from upstream. */
const OWN: ReadonlySet<Reason['input']> = new Set([
  'nothing',
  'sql',
  'template',
  'macro',
  'definition',
  'statement',
  'engine',
])

/** Whether a reason is a cause of its own, not the consequence of another node's change. */
export function isCause({input}: Reason): boolean {
  return OWN.has(input)
}

/** Why something that is stale is: which inputs differ from those it was built from. */
export function reasonsFor(built: Inputs | undefined, now: Inputs): Reason[] {
  if (built === undefined) return [{input: 'nothing'}]
  const keys = [...new Set([...Object.keys(now), ...Object.keys(built)])].filter(key => built[key] !== now[key])
  const reasons = keys.map((key): Reason => {
    const at = key.indexOf(':')
    const name = key.slice(at + 1)
    return {
      input: key.slice(0, at) as Reason['input'],
      ...(name === '' ? {} : {name}),
      change: !(key in built) ? 'added' : !(key in now) ? 'removed' : 'changed',
    }
  })
  const isWritten = reasons.some(({input}) => input === 'statement')
  const texts = reasons.filter(reason => isCause(reason) && !['statement', 'engine'].includes(reason.input))
  // what is written differs when a text does, so only the texts are named; without one, a setting of the catalog is behind it; and
  // a text that writes the same as before changes nothing
  const isRewritten = texts.some(({input}) => input !== 'macro')
  const kept = reasons.filter(
    reason =>
      // which macros a new text calls goes without saying
      !(reason.input === 'macro' && reason.change !== 'changed' && isRewritten) &&
      (reason.input !== 'statement' || texts.length === 0) &&
      (isWritten || !['sql', 'template', 'macro'].includes(reason.input)),
  )
  return kept.length > 0 ? kept : [{input: 'engine', change: 'changed'}]
}

/** A reason in a few words: `own SQL`, `macro seconds`, `its definition: where`. */
export function describe({input, name, change}: Reason): string {
  const how = change === 'added' ? ' (new)' : change === 'removed' ? ' (no longer read)' : ''
  const of: Readonly<Record<Reason['input'], string>> = {
    nothing: 'never built',
    sql: 'own SQL',
    template: `template ${name}`,
    macro: `macro ${name}`,
    definition: `its definition: ${name}`,
    statement: 'the catalog',
    upstream: `upstream ${name}`,
    source: `source ${name}`,
    measure: `measure ${name}`,
    entry: `values of ${name}`,
    calendar: 'the calendar',
    data_end: 'the end of the data',
    engine: 'engine version',
  }
  return `${of[input]}${['definition', 'sql', 'template'].includes(input) ? '' : how}`
}
