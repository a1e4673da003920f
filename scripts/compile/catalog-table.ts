import {statusOf} from '../catalog/aliases.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import type {Project} from './load.ts'

/** The context of the template `kpi_catalog`: one row per KPI. */
export function catalogContext(project: Project): object {
  const {languages} = project.catalog
  const rows = [...project.definitions.kpis.values()].map(({ref, input, ...kpi}) => [
    ref,
    input.family,
    ...languages.map(language => input.name[language] ?? null),
    ...languages.map(language => input.description[language] ?? null),
    kpi.kind,
    input.unit,
    input.better ?? null,
    input.fixed,
    input.fixed ? (input.fluctuates_by ?? []) : ['total', ...kpi.dimensions],
    input.settles_after ? days(input.settles_after) : null,
    kpi.additivity,
    statusOf(input),
    kpi.dimensions,
    kpi.columnName,
    input.target?.min ?? null,
    input.target?.max ?? null,
    input.companion ?? null,
    formulaText(input),
    kpi.dependsOn,
    input.note?.[languages[0]!] ?? null,
  ])
  const columns = [
    'kpi_ref',
    'family',
    ...languages.map(language => `name_${language}`),
    ...languages.map(language => `description_${language}`),
    'kind',
    'unit',
    'better',
    'is_fixed',
    'fluctuates_by',
    'settles_after_days',
    'additivity',
    'status',
    'dimensions',
    'column_name',
    'target_min',
    'target_max',
    'companion_ref',
    'formula',
    'depends_on',
    'note',
  ]
  return {languages, rows, columns: columns.join(', ')}
}

/** The context of the template `kpi_targets`: one row per target, of the total and of dimensions' values. */
export function targetsContext(project: Project): {rows: (string | number | null)[][]} {
  const rows = [...project.definitions.kpis.values()].flatMap(({ref, input: {target}}) => {
    if (!target) return []
    const total =
      target.min === undefined && target.max === undefined ? [] : [[ref, 'total', null, target.min, target.max]]
    const cut = Object.entries(target.by ?? {}).flatMap(([dimension, values]) =>
      Object.entries(values).map(([value, {min, max}]) => [ref, dimension, value, min, max]),
    )
    return [...total, ...cut].map(row => row.map(cell => cell ?? null))
  })
  return {rows}
}

/** How a KPI is calculated, in one line, as its definition says it. */
export function formulaText(input: Kpi['input']): string {
  const operand = (each: unknown): string =>
    typeof each === 'string' ? each : `(${oneLine(each as Record<string, unknown>)})`
  if (input.form === 'ratio') return `${operand(input.numerator)} / ${operand(input.denominator)}`
  if (input.form === 'formula')
    return `${input.formula} (${Object.entries(input.parts)
      .map(([alias, part]) => `${alias}: ${operand(part)}`)
      .join(', ')})`
  return oneLine(input as unknown as Record<string, unknown>)
}

const DEFINING = [
  'count',
  'count_distinct',
  'sum',
  'average',
  'median',
  'percentile',
  'min',
  'max',
  'share',
  'stock',
  'enters',
  'leaves',
  'kpi',
  'from',
  'date',
  'per',
  'each',
  'having',
  'where',
] as const

function oneLine(input: Record<string, unknown>): string {
  return DEFINING.filter(key => input[key] !== undefined)
    .map(key => `${key}: ${typeof input[key] === 'object' ? JSON.stringify(input[key]) : String(input[key])}`)
    .join('; ')
}
