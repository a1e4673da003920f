import type {Database} from '../sql/duckdb.ts'

/** The tables of the history: what a build takes over from the published version before it adds to them. */
export const HISTORY = ['publications', 'superseded_values'] as const

/** The mart that tells of restatements, made from the history. */
export const RESTATEMENTS = {
  name: 'kpi_restatements',
  order: ['publication', 'kpi_ref', 'grain', 'period_start', 'dimension', 'dimension_value'],
} as const

/** What was settled when it was published, and is another value since. */
const RESTATED = `
  select
    replaced.kpi_ref,
    replaced.grain,
    replaced.period_start,
    replaced.period_end,
    replaced.dimension,
    replaced.dimension_value,
    replaced.value as old_value,
    replaced.new_value,
    replaced.reason,
    publications.publication,
    publications.version,
    publications.old_version,
    publications.data_end,
    publications.old_data_end
  from meta.superseded_values as replaced
  inner join meta.publications as publications on replaced.publication = publications.publication
  where replaced.is_settled
  order by ${RESTATEMENTS.order.map(name => `replaced.${name}`).join(', ')}`

/**
 * Creates the history where it is missing: `meta.publications`, one row for each version that replaced values of the one before it;
 * `meta.superseded_values`, what was published until then; and `marts.kpi_restatements`, those of them that were settled.
 */
export async function openHistory(database: Database): Promise<void> {
  await database.run(`
    create table if not exists meta.publications (
      publication integer, version varchar, old_version varchar, data_end timestamp, old_data_end timestamp);
    create table if not exists meta.superseded_values (
      publication integer, kpi_ref varchar, grain varchar, period_start date, period_end date, dimension varchar,
      dimension_value varchar, value double, new_value double, is_settled boolean, reason varchar);
    create table if not exists marts.${RESTATEMENTS.name} as ${RESTATED}`)
}

/** Makes the mart anew from the history; its rows stand in the order in which they became known. */
export async function writeRestatements(database: Database): Promise<void> {
  await database.run(`create or replace table marts.${RESTATEMENTS.name} as ${RESTATED}`)
}
