import {join} from 'node:path'
import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import {readYaml, type YamlFile, type YamlPath} from '../core/yaml-file.ts'
import {
  AGGREGATES,
  COMPONENT_FORMS,
  type ComponentForm,
  type ComponentInput,
  KPI_FORMS,
  type KpiForm,
  type KpiInput,
  type Shell,
  shellSchema,
} from './catalog-schema.ts'
import {validate} from './read.ts'

export const CATALOG_FILE = 'kpi-catalog.yml'

/** The catalog as written: checked in itself, but not yet against the facts. */
export interface Catalog extends Omit<Shell, 'kpis' | 'components'> {
  readonly yaml: YamlFile
  readonly kpis: ReadonlyMap<string, KpiInput>
  readonly components: ReadonlyMap<string, ComponentInput>
}

/** Reads and checks `kpi-catalog.yml`; undefined (with problems) where not even the header can be used. */
export function readCatalog(project: string, problems: Problem[]): Catalog | undefined {
  const yaml = readYaml(join(project, CATALOG_FILE), CATALOG_FILE)
  problems.push(...yaml.problems)
  if (yaml.data === undefined) return undefined
  const shell = validate(shellSchema, yaml, yaml.data, [], problems)
  if (!shell) return undefined
  checkTimezone(shell.timezone, yaml, problems)

  const kpis = new Map<string, KpiInput>()
  for (const [ref, value] of Object.entries(shell.kpis)) {
    const form = kpiForm(value, yaml, ref, problems)
    const kpi = form && validate<object>(KPI_FORMS[form], yaml, value, ['kpis', ref], problems)
    if (form && kpi) kpis.set(ref, {form, ...kpi} as KpiInput)
  }
  const components = new Map<string, ComponentInput>()
  for (const [ref, value] of Object.entries(shell.components)) {
    const path = ['components', ref]
    if (ref in shell.kpis) problems.push(fault('duplicate-ref', `${ref} is a KPI and a component`, yaml.keyPlace(path)))
    const forms = Object.keys(COMPONENT_FORMS) as ComponentForm[]
    const form = isMapping(value) ? forms.find(key => (key === 'lines' ? 'lines' in value : key in value)) : undefined
    if (!form) {
      problems.push(
        fault('no-definition', `${ref}: nothing says what is shown`, {
          ...yaml.keyPlace(path),
          hint: `one of the keys ${forms.join(', ')}`,
        }),
      )
      continue
    }
    const component = validate<object>(COMPONENT_FORMS[form], yaml, value, path, problems)
    if (component) components.set(ref, {form, ...component} as ComponentInput)
  }
  const catalog = {...shell, yaml, kpis, components}
  checkMetadata(catalog, problems)
  return catalog
}

const MARKS: readonly (readonly [string, KpiForm])[] = [
  ['numerator', 'ratio'],
  ['denominator', 'ratio'],
  ['formula', 'formula'],
  ['stock', 'stock'],
  ['kpi', 'narrowing'],
  ...AGGREGATES.map(aggregate => [aggregate, 'measure'] as const),
]

/** The form of a KPI's definition, told by its keys. */
function kpiForm(value: unknown, yaml: YamlFile, ref: string, problems: Problem[]): KpiForm | undefined {
  const marks = isMapping(value) ? MARKS.filter(([key]) => key in value) : []
  const forms = new Set(marks.map(([, form]) => form))
  if (forms.size === 1) return marks[0]![1]
  const keys = MARKS.map(([key]) => key)
  problems.push(
    forms.size === 0
      ? fault('no-definition', `${ref}: nothing says how it is calculated`, {
          ...yaml.keyPlace(['kpis', ref]),
          hint: `one of the keys ${keys.join(', ')}`,
        })
      : fault(
          'two-definitions',
          `${ref}: ${marks.map(([key]) => `"${key}"`).join(' and ')} exclude each other`,
          yaml.keyPlace(['kpis', ref, marks.at(-1)![0]]),
        ),
  )
  return undefined
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkTimezone(timezone: string, yaml: YamlFile, problems: Problem[]) {
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
function checkMetadata(catalog: Catalog, problems: Problem[]) {
  const {yaml} = catalog
  const known = (path: YamlPath, name: string, valid: Iterable<string>, what: string) => {
    const names = [...valid]
    if (!names.includes(name))
      problems.push(
        fault(`unknown-${what}`, `${path.slice(1).join('.')}: there is no ${what} "${name}"`, {
          ...yaml.place(path),
          hint: suggestion(name, names),
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
  for (const [name, dimension] of Object.entries(catalog.dimensions)) {
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
    if ('companion' in entry && entry.companion)
      known([...path, 'companion'], entry.companion, catalog.kpis.keys(), 'KPI')
    const column = columnName(ref)
    const twin = columns.get(column)
    if (twin)
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
}

/** The column of a KPI in its family's mart, and the name of its table macro: the ref in lower snake case. */
export function columnName(ref: string): string {
  return ref.toLowerCase().replaceAll('-', '_')
}
