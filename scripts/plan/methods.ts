import {dirname} from 'node:path/posix'
import {matchesName, matchesPath} from './glob.ts'
import type {Item} from './selectable.ts'

/** What is known of a project besides its files. */
export interface Known {
  /** Ids of what has changed since it was built, and of those the ones that were never built. */
  readonly changed?: ReadonlySet<string>
  readonly added?: ReadonlySet<string>
  /** How each item came out of the last run. */
  readonly results?: ReadonlyMap<string, string>
}

export interface Method {
  /** What its values are, in the plural. */
  readonly values: string
  /** Whether finding nothing is an answer, rather than a mistake. */
  readonly mayBeEmpty?: boolean
  readonly matches: (item: Item, pattern: string, known: Known) => boolean
  /** The values that would find something. */
  readonly valid: (items: readonly Item[]) => Iterable<string>
}

/** Statuses of the last run that `result:` knows; `failed` stands for two of them. */
const RESULTS = ['failed', 'error', 'fail', 'skipped', 'warn', 'success', 'pass']
const STATES = ['changed', 'new']

const distinct = (values: readonly (string | undefined)[]) => [...new Set(values.filter(value => value !== undefined))]

/** Everything that a selector can be about; `name` is what one without a method means. */
export const METHODS: Readonly<Record<string, Method>> = {
  name: {
    values: 'names',
    matches: (item, pattern) => item.name !== undefined && matchesName(item.name, pattern),
    valid: items => distinct(items.map(item => item.name)),
  },
  tag: {
    values: 'tags',
    matches: (item, pattern) => item.tags.some(tag => matchesName(tag, pattern)),
    valid: items => distinct(items.flatMap(item => item.tags)),
  },
  owner: {
    values: 'owners',
    matches: (item, pattern) => item.owner !== undefined && matchesName(item.owner, pattern),
    valid: items => distinct(items.map(item => item.owner)),
  },
  path: {
    values: 'folders and files',
    matches: (item, pattern) => item.files.some(file => matchesPath(file, pattern)),
    valid: items => {
      const files = distinct(items.flatMap(item => item.files))
      return distinct([...files.map(file => dirname(file)).filter(folder => folder !== '.'), ...files])
    },
  },
  family: {
    values: 'families',
    matches: (item, pattern) => item.family !== undefined && matchesName(item.family, pattern),
    valid: items => distinct(items.map(item => item.family)),
  },
  kpi: {
    values: 'KPIs, charts and tables',
    matches: (item, pattern) => item.kind === 'entry' && matchesName(item.name!, pattern),
    valid: items => distinct(items.map(item => (item.kind === 'entry' ? item.name : undefined))),
  },
  source: {
    values: 'sources',
    matches: (item, pattern) => item.kind === 'source' && matchesName(item.id.slice('source:'.length), pattern),
    valid: items => distinct(items.map(item => (item.kind === 'source' ? item.id.slice('source:'.length) : undefined))),
  },
  state: {
    values: 'states',
    mayBeEmpty: true,
    matches: (item, pattern, {changed, added}) => (pattern === 'new' ? added : changed)?.has(item.id) ?? false,
    valid: () => STATES,
  },
  result: {
    values: 'results',
    mayBeEmpty: true,
    matches: (item, pattern, {results}) => {
      const status = results?.get(item.id)
      return status !== undefined && (status === pattern || (pattern === 'failed' && /^(error|fail)$/.test(status)))
    },
    valid: () => RESULTS,
  },
}
