import type {Project} from '../compile/load.ts'
import {renderTemplate} from '../compile/render-template.ts'
import {notApplied} from '../query/applicable.ts'
import {conditionsOf, valuesOf} from '../query/conditions.ts'
import type {Filters} from '../query/filters.ts'
import {type Bindings, identifier} from '../sql/literals.ts'
import type {ListRow} from './figures.ts'
import type {Period} from './periods.ts'

/** How many rows a list shows. */
export const LATEST = 20

/** A list whose rows the site may show, as its model holds them. */
export interface PublishedList {
  readonly ref: string
  readonly model: string
  /** The column that dates a row, in local time. */
  readonly date: string
  /** What is shown, by the catalog's names. */
  readonly columns: readonly {readonly name: string; readonly column: string}[]
  /** Dimension → column, by which its rows can be filtered. */
  readonly filterable: Readonly<Record<string, string>>
  /** The filters that it has, as a KPI says them. */
  readonly dimensions: readonly string[]
  readonly hasHours: boolean
  readonly hasWeekdays: boolean
}

/** A row as the statement gives it: cells as texts, and how many rows there are. */
export type ListAnswer = Readonly<Record<string, string | null>> & {readonly rows_of: number}

/** The lists that the project publishes. */
export function publishedLists({catalog, definitions, declarations}: Project): PublishedList[] {
  return [...definitions.components].flatMap(([ref, component]) => {
    if (component.form !== 'list' || !catalog.publish.rows.includes(ref)) return []
    const {columns: declared = {}, dimensions = {}} = declarations.models.get(component.list) ?? {}
    const local = (column: string) => (`${column}_local` in declared ? `${column}_local` : column)
    // as the model declares them, or by their name
    const named = Object.keys(declared).filter(column => column in catalog.dimensions)
    const filterable = {...Object.fromEntries(named.map(column => [column, column])), ...dimensions}
    const date = local(component.date)
    return {
      ref,
      model: component.list,
      date,
      columns: [...new Set([component.date, ...Object.keys(component.columns)])].map(name => ({
        name,
        column: local(name),
      })),
      filterable,
      dimensions: Object.keys(filterable),
      hasHours: declared[date]?.type !== 'DATE',
      hasWeekdays: true,
    }
  })
}

/**
 * The statement of a list's latest rows in a period, from a relation with the columns of its model, its values bound; filters that
 * the list lacks leave it unfiltered.
 */
export function listStatement(
  project: Project,
  list: PublishedList,
  relation: string,
  {start, end}: Pick<Period, 'start' | 'end'>,
  asked: Filters,
  limit = LATEST,
): {readonly sql: string; readonly bindings: Bindings} {
  const conditions = conditionsOf(asked, notApplied(list, asked))
  const filters = conditions.map(each => {
    const column = each.dimension === undefined ? list.date : list.filterable[each.dimension]!
    return {...each, column: `listed.${identifier(column)}`}
  })
  const columns = list.columns.map(({name, column}) => ({name: identifier(name), column: identifier(column)}))
  return {
    sql: renderTemplate(project, 'list', {columns, relation, date: identifier(list.date), filters, limit}),
    bindings: {period_start: start, period_end: end, ...valuesOf(asked, conditions)},
  }
}

/** Rows as pages show them. */
export function listRows({start, end}: Pick<Period, 'start' | 'end'>, rows: readonly ListAnswer[]): ListRow[] {
  return rows.map(({rows_of: of, ...cells}) => ({start, end, of, cells}))
}
