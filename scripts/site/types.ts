import {AUDIT_MARTS} from '../audit/marts.ts'
import type {Project} from '../compile/load.ts'
import {TEMPLATES, type TemplateName} from '../compile/models.ts'
import type {Database} from '../sql/duckdb.ts'
import {isTable} from './pages.ts'

/** The module of types, beside the pages. */
export const TYPES_FILE = 'types.ts'

export interface Column {
  readonly name: string
  /** DuckDB's. */
  readonly type: string
}

/** The columns of each mart, by name; the same in a built warehouse and in an empty one. */
export async function martColumns(database: Database): Promise<Map<string, Column[]>> {
  const rows = await database.rows<{mart: string; name: string; type: string}>(
    `select table_name as mart, column_name as name, data_type as type from duckdb_columns()
    where schema_name = 'marts' and not internal order by table_name, column_index`,
  )
  const marts = new Map<string, Column[]>()
  for (const {mart, ...column} of rows) marts.set(mart, [...(marts.get(mart) ?? []), column])
  // a build writes them when it publishes; where nothing is built they are missing
  for (const {name, columns} of AUDIT_MARTS)
    marts.set(
      name,
      Object.entries(columns).map(([column, type]) => ({name: column, type})),
    )
  return new Map([...marts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** TypeScript that names everything in the catalog, and the marts with their columns: what `reports/types.ts` holds. */
export function typesText(project: Project, marts: ReadonlyMap<string, readonly Column[]>): string {
  const {kpis, components, families, dimensions} = project.catalog
  const drawn = [...components].filter(([, {form}]) => !isTable(form)).map(([ref]) => ref)
  const tables = [...components].filter(([, {form}]) => isTable(form)).map(([ref]) => ref)
  return [
    '// Written by kpi from the catalog and the models; do not edit. `kpi build` and `kpi check` keep it current.\n',
    union('KpiRef', 'A KPI of the catalog.', [...kpis.keys()]),
    union('ChartRef', 'What is drawn: donuts, lines, histograms, funnels, bars, scatters, matrices.', drawn),
    union('TableRef', 'Tables and lists.', tables),
    union('Family', 'A family of KPIs.', Object.keys(families)),
    union('Dimension', 'What figures are broken down by.', Object.keys(dimensions)),
    `/** Names by kind, for pages. */
export interface Refs {
  readonly kpi: KpiRef
  readonly chart: ChartRef
  readonly table: TableRef
  readonly family: Family
  readonly dimension: Dimension
}
`,
    `/** The marts: dates and timestamps are texts (\`2026-03-01\`), counts numbers. */
export interface Marts {
${[...marts].map(([name, columns]) => mart(project, name, columns)).join('\n')}
}
`,
  ].join('\n')
}

/** A union type as the formatter writes it. */
function union(name: string, says: string, members: readonly string[]): string {
  const head = `/** ${says} */\nexport type ${name} =`
  if (members.length === 0) return `${head} never\n`
  const texts = members.map(quoted)
  const line = `export type ${name} = ${texts.join(' | ')}`
  if (line.length <= 120) return `/** ${says} */\n${line}\n`
  return `${head}\n${texts.map(text => `  | ${text}`).join('\n')}\n`
}

function mart(project: Project, name: string, columns: readonly Column[]): string {
  const isGenerated = TEMPLATES.includes(name as TemplateName) || !project.declarations.files.has(name)
  const declared = project.declarations.models.get(name)?.columns
  const lines = columns.map(column => {
    const tests = declared?.[column.name]?.tests ?? []
    const isTested = tests.some(
      each => each === 'not_null' || (typeof each === 'object' && each.not_null === true && each.severity !== 'warn'),
    )
    return `    readonly ${property(column.name)}: ${typeOf(name, column, isGenerated, isTested)}`
  })
  return `  readonly ${property(name)}: {\n${lines.join('\n')}\n  }`
}

/** Columns of generated marts that always have a value. */
const ALWAYS = new Set([
  ...['kpi_ref', 'component_ref', 'family', 'kind', 'unit', 'status', 'column_name', 'formula', 'additivity'],
  ...['grain', 'period_start', 'period_end', 'dimension', 'is_complete', 'is_settled', 'is_fixed', 'sample_size'],
  ...[
    'promise',
    'observation',
    'compared',
    'moved',
    'settles_too_early',
    'replays',
    'broken_figures',
    'inherits',
    'heirs',
  ],
  ...['is_current_definition'],
  ...['slot', 'slot_label', 'count', 'dimensions', 'depends_on', 'fluctuates_by'],
  ...['reason', 'publication', 'version', 'old_version', 'data_end', 'old_data_end'],
])

/** Columns whose values are names of the catalog. */
const NAMES: Readonly<Record<string, string>> = {
  kpi_ref: 'KpiRef',
  family: 'Family',
  grain: "'day' | 'week' | 'month' | 'quarter' | 'year'",
}

function typeOf(mart: string, {name, type}: Column, isGenerated: boolean, isTested: boolean): string {
  if (!isGenerated) return `${plainType(type)}${isTested ? '' : ' | null'}`
  // a pair of dimensions stands in the values of components only
  const named = name === 'dimension' && mart !== 'component_values' ? "Dimension | 'total'" : NAMES[name]
  return `${named ?? plainType(type)}${ALWAYS.has(name) ? '' : ' | null'}`
}

/** What a value of DuckDB's type is in JavaScript; decimals stay exact, as texts. */
function plainType(type: string): string {
  if (type.endsWith('[]')) {
    const inner = plainType(type.slice(0, -2))
    return `readonly ${/^\w+$/.test(inner) ? inner : `(${inner})`}[]`
  }
  if (/^(TINYINT|SMALLINT|INTEGER|BIGINT|U?(TINY|SMALL|BIG)?INT|UINTEGER|HUGEINT|FLOAT|DOUBLE)$/.test(type))
    return 'number'
  if (type === 'BOOLEAN') return 'boolean'
  return /^(VARCHAR|DATE|TIME|TIMESTAMP|DECIMAL|ENUM|UUID|INTERVAL)/.test(type) ? 'string' : 'unknown'
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function property(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}
