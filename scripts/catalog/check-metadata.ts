import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlFile, YamlPath} from '../core/yaml-file.ts'
import {type Catalog, columnName} from './catalog.ts'
import {checkAliases} from './check-aliases.ts'
import {seconds} from './durations.ts'

/** The time zone must be one that JavaScript and DuckDB know. */
export function checkTimezone(timezone: string, yaml: YamlFile, problems: Problem[]) {
  try {
    new Intl.DateTimeFormat('en', {timeZone: timezone})
  } catch {
    problems.push(
      fault('unknown-timezone', `timezone: "${timezone}" is not an IANA time zone`, {
        ...yaml.place(['timezone']),
        hint: suggestion(timezone, Intl.supportedValuesOf('timeZone'), 'time zones'),
      }),
    )
  }
}

/** Languages, families, dimensions, companions, notes and promises: what one entry says must fit the header and the others. */
export function checkMetadata(catalog: Catalog, problems: Problem[]) {
  const {yaml} = catalog
  const known = (path: YamlPath, name: string, valid: Iterable<string>, what: string) => {
    const names = [...valid]
    if (!names.includes(name))
      problems.push(
        fault(`unknown-${what.toLowerCase()}`, `${path.slice(1).join('.')}: there is no ${what} "${name}"`, {
          ...yaml.place(path),
          hint: suggestion(name, names, what === 'family' ? 'families' : `${what}s`),
        }),
      )
  }
  const translated = (path: YamlPath, texts: Record<string, string> | undefined) => {
    if (!texts) return
    const missing = catalog.languages.filter(language => !(language in texts))
    if (missing.length > 0)
      problems.push(
        fault('missing-language', `${path.join('.')}: no text for ${missing.join(', ')}`, yaml.keyPlace(path)),
      )
    for (const language of Object.keys(texts)) {
      if (!catalog.languages.includes(language))
        problems.push(
          fault('unknown-language', `${path.join('.')}: "${language}" is not among the catalog's languages`, {
            ...yaml.keyPlace([...path, language]),
            hint: `languages: ${catalog.languages.join(', ')}`,
          }),
        )
    }
  }
  checkCalendar(catalog, problems)
  checkTargets(catalog, problems)
  checkNames(catalog, problems)
  checkAliases(catalog, problems)
  for (const [name, dimension] of Object.entries(catalog.dimensions)) {
    if (RESERVED.includes(name))
      problems.push(
        fault('reserved-name', `dimensions.${name}: "${name}" has a meaning of its own`, {
          ...yaml.keyPlace(['dimensions', name]),
          hint: `reserved: ${RESERVED.join(', ')}`,
        }),
      )
    translated(['dimensions', name, 'name'], dimension.name)
    for (const [value, texts] of Object.entries(dimension.values ?? {}))
      translated(['dimensions', name, 'values', value], texts)
  }
  for (const [name, family] of Object.entries(catalog.families)) translated(['families', name, 'name'], family.name)
  for (const [name, scale] of Object.entries(catalog.scales)) {
    for (const [i, slot] of scale.slots.entries()) translated(['scales', name, 'slots', i, 'label'], slot.label)
    checkSlots(name, scale, yaml, problems)
  }
  const entries = [
    ...[...catalog.kpis].map(([ref, entry]) => ['kpis', ref, entry] as const),
    ...[...catalog.components].map(([ref, entry]) => ['components', ref, entry] as const),
  ]
  const columns = new Map<string, string>()
  for (const [section, ref, entry] of entries) {
    const path = [section, ref]
    known([...path, 'family'], entry.family, Object.keys(catalog.families), 'family')
    translated([...path, 'name'], entry.name)
    translated([...path, 'description'], entry.description)
    translated([...path, 'note'], entry.note)
    translated([...path, 'deprecated', 'note'], entry.deprecated?.note)
    for (const [i, dimension] of (entry.fluctuates_by ?? []).entries())
      known([...path, 'fluctuates_by', i], dimension, Object.keys(catalog.dimensions), 'dimension')
    const moves = entry.fixed === false || (entry.fluctuates_by ?? []).length > 0
    if (section === 'kpis' && moves && !entry.settles_after)
      problems.push(
        fault('missing-key', `${ref} may change after its period, but "settles_after" does not say for how long`, {
          ...yaml.keyPlace(path),
          hint: 'for example settles_after: 30 days',
        }),
      )
    if (entry.fixed === false && entry.fluctuates_by)
      problems.push(
        fault(
          'two-promises',
          `${ref}: "fluctuates_by" belongs to a fixed KPI`,
          yaml.keyPlace([...path, 'fluctuates_by']),
        ),
      )
    if (entry.status === 'draft' && !entry.note)
      problems.push(fault('missing-key', `${ref} is a draft, but no "note" says what is open`, yaml.keyPlace(path)))
    if ('missing' in entry && entry.missing) {
      known([...path, 'missing', 'when'], entry.missing.when, catalog.kpis.keys(), 'KPI')
      translated([...path, 'missing', 'text'], entry.missing.text)
    }
    if ('companion' in entry && entry.companion)
      known([...path, 'companion'], entry.companion, catalog.kpis.keys(), 'KPI')
    const column = columnName(ref)
    const twin = columns.get(column)
    if (twin && twin !== ref)
      problems.push(
        fault('same-column', `${ref} and ${twin} would both be the column "${column}"`, yaml.keyPlace(path)),
      )
    columns.set(column, ref)
  }
}

function checkSlots(name: string, scale: Catalog['scales'][string], yaml: YamlFile, problems: Problem[]) {
  for (const [i, slot] of scale.slots.entries()) {
    const last = i === scale.slots.length - 1
    if (last !== (slot.to === undefined))
      problems.push(
        fault(
          'wrong-slots',
          `scales.${name}: ${last ? 'the last slot has no upper bound' : 'only the last slot is open'}`,
          {...yaml.place(['scales', name, 'slots', i]), hint: last ? 'leave out "to"' : 'add "to"'},
        ),
      )
  }
  const bounds = scale.slots.map(slot => (typeof slot.to === 'string' ? seconds(slot.to) : slot.to))
  for (const [i, bound] of bounds.entries()) {
    const before = bounds[i - 1]
    if (bound !== undefined && before !== undefined && bound <= before)
      problems.push(
        fault('wrong-slots', `scales.${name}: slot ${i} ends before it begins`, {
          ...yaml.place(['scales', name, 'slots', i, 'to']),
          hint: 'bounds ascend',
        }),
      )
  }
}

/** Names that the marts, the query's answer or the table macros use themselves. */
const RESERVED = [
  'total',
  'hours',
  'weekdays',
  'hours_from',
  'hours_to',
  'period_start',
  'period_end',
  'grain',
  'dimension',
  'dimension_value',
]

function checkCalendar(catalog: Catalog, problems: Problem[]) {
  const {calendar, yaml} = catalog
  if (calendar && calendar.from > calendar.to)
    problems.push(
      fault(
        'wrong-calendar',
        `calendar: from ${calendar.from} lies after to ${calendar.to}`,
        yaml.place(['calendar', 'from']),
      ),
    )
}

/** A target's bounds ascend; those of a dimension's values name values that it has. */
function checkTargets(catalog: Catalog, problems: Problem[]) {
  const {yaml, dimensions} = catalog
  const bounds = ({min, max}: {min?: number; max?: number}, path: YamlPath) => {
    if (min !== undefined && max !== undefined && min > max)
      problems.push(
        fault('wrong-target', `${path.slice(1).join('.')}: min ${min} is greater than max ${max}`, yaml.place(path)),
      )
    else if (min === undefined && max === undefined)
      problems.push(
        fault('wrong-target', `${path.slice(1).join('.')}: neither "min" nor "max" is given`, yaml.place(path)),
      )
  }
  for (const [ref, {target}] of catalog.kpis) {
    if (!target) continue
    const path = ['kpis', ref, 'target']
    if (!target.by || target.min !== undefined || target.max !== undefined) bounds(target, path)
    for (const [dimension, values] of Object.entries(target.by ?? {})) {
      const known = dimensions[dimension]?.values
      for (const [value, each] of Object.entries(values)) {
        const at = [...path, 'by', dimension, value]
        bounds(each, at)
        if (known && !(value in known))
          problems.push(
            fault('unknown-value', `${at.slice(1).join('.')}: ${dimension} has no value "${value}"`, {
              ...yaml.keyPlace(at),
              hint: suggestion(value, Object.keys(known), 'values'),
            }),
          )
      }
    }
  }
}

/** Within a family, no two KPIs are called the same in any language. */
function checkNames(catalog: Catalog, problems: Problem[]) {
  const seen = new Map<string, string>()
  for (const [ref, {family, name}] of catalog.kpis) {
    for (const [language, text] of Object.entries(name)) {
      const key = JSON.stringify([family, language, text.trim().toLocaleLowerCase(language)])
      const twin = seen.get(key)
      if (twin === undefined) seen.set(key, ref)
      else
        problems.push(
          fault('same-name', `kpis.${ref}.name.${language}: ${twin} of the same family has this name`, {
            ...catalog.yaml.place(['kpis', ref, 'name', language]),
            hint: 'readers tell them apart by their names alone',
          }),
        )
    }
  }
}
