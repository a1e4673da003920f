import {join} from 'node:path'
import {fault, type Problem} from '../core/problem.ts'
import {readYaml, type YamlFile} from '../core/yaml-file.ts'
import {CATALOG_FILE, type Catalog} from './catalog.ts'
import {
  AGGREGATES,
  COMPONENT_FORMS,
  type ComponentForm,
  type ComponentInput,
  KPI_FORMS,
  type KpiForm,
  type KpiInput,
  shellSchema,
} from './catalog-schema.ts'
import {checkMetadata, checkTimezone} from './check-metadata.ts'
import {validate} from './read.ts'

/** Reads and checks `kpi-catalog.yml`; undefined (with problems) where not even the header can be used. */
export function readCatalog(project: string, problems: Problem[]): Catalog | undefined {
  const yaml = readYaml(join(project, CATALOG_FILE), CATALOG_FILE)
  const hint = "run kpi in the project's folder, or give it with --project DIR"
  problems.push(...yaml.problems.map(problem => (problem.code === 'missing-file' ? {...problem, hint} : problem)))
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
