import {isHidden} from '../../catalog/catalog.ts'
import type {Project} from '../../compile/load.ts'
import type {Database} from '../../sql/duckdb.ts'
import {literal} from '../../sql/literals.ts'
import type {People} from '../people.ts'

/** How many of its latest periods a file holds of the breakdowns by month, quarter and year. */
export const CSV_WINDOWS = {month: 13, quarter: 5, year: 3} as const

const COLUMNS = [
  'kpi_ref',
  'grain',
  'period_start',
  'period_end',
  'dimension',
  'dimension_value',
  'numerator',
  'denominator',
  'value',
  'sample_size',
  'is_complete',
  'is_settled',
] as const

/** A spreadsheet takes a text that begins so for a formula; with an apostrophe before it, it stays a text. */
const HARMLESS = String.raw`case when regexp_matches(dimension_value, '^[=+\-@\t\r]') then '''' || dimension_value else dimension_value end`

/**
 * The whole history of each KPI as CSV, with the columns of `marts.kpi_values`: totals of every period, breakdowns of the latest
 * ones (`CSV_WINDOWS`), with pseudonyms for hidden people. The first lines, each beginning with `#`, say what it is. DuckDB writes the lines: they are many.
 */
export async function readCsv(
  database: Database,
  project: Project,
  people: People,
  about: readonly string[],
): Promise<Map<string, string>> {
  const windows = Object.entries(CSV_WINDOWS).map(([grain, count]) => `when '${grain}' then ${count}`)
  const cell = (column: string) =>
    column === 'dimension_value' ? quoted(HARMLESS) : `coalesce(cast(${column} as varchar), '')`
  const rows = await database.rows<{ref: string; lines: string}>(
    `with numbered as (
       select grain, period_start, row_number() over (partition by grain order by period_start desc) as back
       from meta.periods
     ),
     ${shownValues(project, people)}
     select values.kpi_ref as ref, string_agg(
         concat_ws(',', ${COLUMNS.map(column => cell(column)).join(', ')}), chr(10)
         order by case grain when 'day' then 1 when 'week' then 2 when 'month' then 3 when 'quarter' then 4 else 5 end,
           dimension <> 'total', dimension, period_start, dimension_value
       ) as lines
     from shown as values
     inner join numbered using (grain, period_start)
     where values.dimension = 'total' or numbered.back <= case grain ${windows.join(' ')} else 0 end
     group by values.kpi_ref`,
  )
  return new Map(
    rows.map(({ref, lines}) => {
      const {name, description} = project.catalog.kpis.get(ref)!
      const said = Object.keys(name).flatMap(language => [`${ref}: ${name[language]}`, description[language] ?? ''])
      const comments = [...said, ...about].map(text => comment(text))
      return [ref, `${[...comments, COLUMNS.join(','), lines].join('\n')}\n`]
    }),
  )
}

/** A step `shown`: the mart's rows, hidden people by their pseudonyms. */
function shownValues({catalog}: Project, people: People): string {
  const hidden = Object.keys(catalog.dimensions).filter(name => isHidden(catalog, name))
  if (hidden.length === 0) return 'shown as (select * from marts.kpi_values)'
  const aliases = hidden.map(name => `select ${literal(name)} as dimension, value, alias from ${people.relation(name)}`)
  const names = hidden.map(literal).join(', ')
  return `aliases as (${aliases.join(' union all ')}),
     shown as (
       select kpi_values.* replace (
         case when kpi_values.dimension in (${names}) and kpi_values.dimension_value <> '(none)'
           then coalesce(aliases.alias, '?') else kpi_values.dimension_value end as dimension_value
       )
       from marts.kpi_values as kpi_values
       left join aliases on aliases.dimension = kpi_values.dimension and aliases.value = kpi_values.dimension_value
     )`
}

/** One line that no spreadsheet takes for quotes or formulas, should it split it into cells. */
function comment(text: string): string {
  return `# ${text
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('"', "'")
    .replace(/, ?(?=[=+\-@])/g, '; ')}`
}

/** An expression's text as a cell: in quotes where it has to be. */
function quoted(text: string): string {
  const doubled = `'"' || replace(${text}, '"', '""') || '"'`
  return String.raw`coalesce(case when regexp_matches(dimension_value, '[",\n\r]') then ${doubled} else ${text} end, '')`
}
