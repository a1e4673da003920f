import type {Kpi} from '../catalog/definitions.ts'
import {combineContext, isZeroWhenEmpty} from '../compile/combine.ts'
import type {Project} from '../compile/load.ts'
import {MEASURE_COLUMNS} from '../lineage/partitions.ts'
import {eitherCell, sameCell} from '../sql/cells.ts'
import {type Database, literal} from '../sql/duckdb.ts'
import {type AuditGroup, daySums} from './groups.ts'
import type {Instant} from './instants.ts'
import type {Replays} from './replays.ts'

/** Makes the tables that all replays share, and the checksums of today's facts. */
export async function prepareMoves(
  {database, parallel}: Replays,
  groups: readonly AuditGroup[],
  kpis: readonly Kpi[],
): Promise<void> {
  await database.run(`
    create table audit.measure_groups (measure varchar, group_id integer);
    create table audit.kpi_measures (kpi_ref varchar, measure varchar, is_counted boolean);
    create table audit.day_sums (group_id integer, part integer, day date, n bigint, h hugeint);
    create table audit.changed_days (group_id integer, is_stock boolean, day date);
    create table audit.affected (group_id integer, grain varchar, period_start date, period_end date);
    create table audit.measure_values (
      measure varchar, grain varchar, period_start date, period_end date, dimension varchar, dimension_value varchar,
      numerator double, denominator double, value double, sample_size bigint);
    create table audit.moves (
      day date, kpi_ref varchar, grain varchar, period_start date, period_end date, dimension varchar,
      dimension_value varchar, value_then double, value_now double);
    create table audit.compared (day date, kpi_ref varchar, dimension varchar, figures bigint)`)
  const list = (rows: readonly string[]) => rows.join(', ')
  await database.run(
    `insert into audit.measure_groups values ${list(groups.flatMap(group => group.measures.map(({id}) => `(${literal(id)}, ${group.id})`)))}`,
  )
  await database.run(
    `insert into audit.kpi_measures values ${list(
      kpis.flatMap(kpi =>
        kpi.measures.map(({id}) => `(${literal(kpi.ref)}, ${literal(id)}, ${isZeroWhenEmpty(kpi.term)})`),
      ),
    )}`,
  )
  await parallel(
    groups.map(group => connection => {
      const sums = group.footprints.map(
        (footprint, part) => `select ${group.id}, ${part}, sums.* from (${daySums(footprint, 'today.facts')}) as sums`,
      )
      return connection.run(`insert into audit.day_sums ${sums.join(' union all ')}`)
    }),
  )
}

/**
 * Compares the figures of the periods that were over at an instant, as they were then, with today's: what differs goes to `audit.moves`,
 * how many were compared to `audit.compared`. Only periods with rows that differ are computed: in all others the same statement would
 * read the same rows.
 */
export async function findMoves(
  project: Project,
  {database, parallel}: Replays,
  groups: readonly AuditGroup[],
  kpis: readonly Kpi[],
  instant: Instant,
): Promise<void> {
  const day = `date ${literal(instant.day)}`
  const next = `date ${literal(instant.next)}`
  const refs = kpis.map(kpi => literal(kpi.ref)).join(', ')
  await database.run('delete from audit.changed_days; delete from audit.affected; delete from audit.measure_values')
  await database.run(
    `insert into audit.compared select ${day}, kpi_ref, dimension, count(*) from today.marts.kpi_values
     where period_end <= ${next} and kpi_ref in (${refs}) group by kpi_ref, dimension`,
  )
  await parallel(groups.map(group => connection => changedDays(connection, group, next)))
  await database.run(`
    insert into audit.affected
    select distinct changed.group_id, calendar.grain, calendar.period_start, calendar.period_end
    from today.meta.periods as calendar
    inner join audit.changed_days as changed
        on case
            when changed.is_stock then calendar.period_start > changed.day
            else calendar.period_start <= changed.day and changed.day < calendar.period_end
        end
    where calendar.period_end <= ${next}`)
  const touched = await database.rows<{group_id: number}>('select distinct group_id from audit.affected')
  const ids = new Set(touched.map(row => row.group_id))
  await parallel(groups.filter(group => ids.has(group.id)).map(group => connection => recompute(connection, group)))
  await compareKpis(project, database, kpis, day)
}

/** The local days of rows that are not as they were. */
async function changedDays(connection: Database, {id, footprints}: AuditGroup, next: string): Promise<void> {
  const parts = footprints.map(
    (footprint, part) => `
    select ${id} as group_id, ${footprint.isStock} as is_stock, coalesce(past.day, present.day) as day
    from (select * from (${daySums(footprint, 'facts')}) as sums where sums.day < ${next}) as past
    full outer join (select * from audit.day_sums where group_id = ${id} and part = ${part} and day < ${next}) as present
        on past.day = present.day
    where past.n is distinct from present.n or past.h is distinct from present.h`,
  )
  await connection.run(`insert into audit.changed_days ${parts.join(' union all ')}`)
}

async function recompute(connection: Database, group: AuditGroup): Promise<void> {
  await connection.run(`
insert into audit.measure_values
with periods as (
    select distinct affected.period_start, affected.period_end
    from audit.affected as affected
    where affected.group_id = ${group.id}
),
measures as (
${group.sql}
)
select
    measures.measure, affected.grain, measures.period_start, measures.period_end, measures.dimension,
    measures.dimension_value, measures.numerator, measures.denominator, measures.value, measures.sample_size
from measures
inner join audit.affected as affected
    on affected.group_id = ${group.id}
    and measures.period_start = affected.period_start
    and measures.period_end = affected.period_end`)
}

/** KPIs with a measure that differs, computed from the measures as they were and compared with what is published. */
async function compareKpis(project: Project, database: Database, kpis: readonly Kpi[], day: string): Promise<void> {
  await database.run(`
create or replace table audit.changed as
with present as (
    select stored.*
    from today.meta.measure_values as stored
    inner join audit.measure_groups as groups
        on stored.measure = groups.measure
    inner join audit.affected as affected
        on groups.group_id = affected.group_id
        and stored.grain = affected.grain
        and stored.period_start = affected.period_start
)
select distinct
    coalesce(past.measure, present.measure) as measure,
    coalesce(past.grain, present.grain) as grain,
    coalesce(past.period_start, present.period_start) as period_start,
    coalesce(past.period_end, present.period_end) as period_end
from audit.measure_values as past
full outer join present
    on ${sameCell('past', 'present', 'measure')}
where past.value is distinct from present.value
    or past.numerator is distinct from present.numerator
    or past.denominator is distinct from present.denominator`)
  const moved = await database.rows<{kpi_ref: string}>(
    'select distinct kpi_ref from audit.kpi_measures inner join audit.changed using (measure)',
  )
  const refs = new Set(moved.map(row => row.kpi_ref))
  const chosen = kpis.filter(kpi => refs.has(kpi.ref))
  if (chosen.length === 0) return
  const combine = project.templates.macro(
    'kpi_combine',
    combineContext(chosen, project.tools, true, (_, measure) => measure.id),
  )
  const from = (table: string) => MEASURE_COLUMNS.map(column => `${table}.${column}`).join(', ')
  await database.run(`
insert into audit.moves
with periods as (
    select distinct grain, period_start, period_end from audit.changed
),
chosen as (
    select distinct kpi_measures.kpi_ref, changed.grain, changed.period_start
    from audit.kpi_measures as kpi_measures
    inner join audit.changed as changed using (measure)
),
measure_values as (
    select ${from('past')} from audit.measure_values as past
    inner join periods using (grain, period_start)
    union all
    select ${from('present')}
    from today.meta.measure_values as present
    inner join periods using (grain, period_start)
    inner join audit.measure_groups as groups
        on present.measure = groups.measure
    anti join audit.affected as affected
        on groups.group_id = affected.group_id
        and present.grain = affected.grain
        and present.period_start = affected.period_start
),
${combine},
past as (
    select calculated.*
    from calculated
    inner join chosen using (kpi_ref, grain, period_start)
    where calculated.dimension = 'total' or calculated.sample_size > 0 or calculated.value <> 0 or calculated.numerator <> 0
),
present as (
    select stored.*
    from today.marts.kpi_values as stored
    inner join chosen using (kpi_ref, grain, period_start)
),
counted as (
    select distinct kpi_ref, is_counted from audit.kpi_measures
),
compared as (
    select
        ${eitherCell('past', 'present', 'kpi_ref', 'kpi_ref', ['period_end'])},
        past.value as value_then,
        present.value as value_now
    from past
    full outer join present
        on ${sameCell('past', 'present', 'kpi_ref')}
)
select
    ${day}, compared.kpi_ref, compared.grain, compared.period_start, compared.period_end, compared.dimension,
    compared.dimension_value,
    case when counted.is_counted then coalesce(compared.value_then, 0) else compared.value_then end,
    case when counted.is_counted then coalesce(compared.value_now, 0) else compared.value_now end
from compared
inner join counted using (kpi_ref)
where case when counted.is_counted then coalesce(compared.value_then, 0) else compared.value_then end
    is distinct from case when counted.is_counted then coalesce(compared.value_now, 0) else compared.value_now end`)
}
