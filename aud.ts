import {loadProject} from './scripts/compile/load.ts'
import {compileProject} from './scripts/compile/project.ts'
import {openReplays} from './scripts/audit/replays.ts'
import {auditGroups} from './scripts/audit/groups.ts'
import {findMoves, prepareMoves} from './scripts/audit/moves.ts'
import {defaultDays} from './scripts/audit/instants.ts'
import {addDays} from './scripts/core/days.ts'
const t0 = performance.now(); const lap = (w: string) => console.log(Math.round(performance.now() - t0), w, Math.round(process.cpuUsage().user / 1000))
const compiled = compileProject(await loadProject(process.argv[2]!))
const {project} = compiled
const kpis = [...project.definitions.kpis.values()]
const groups = auditGroups(project, kpis)
lap(`${groups.length} groups`)
const facts = new Set(groups.flatMap(g => g.footprints.map(f => f.fact)))
const replays = await openReplays(compiled, facts, process.argv[3]!, {listen: () => {}, ...(process.argv[4] ? {sources: process.argv[4]} : {})})
lap('opened')
await prepareMoves(replays, groups, kpis)
lap('prepared')
const [span] = await replays.database.rows<any>('select cast(min(period_start) as varchar) a, (select cast(cast(ends_at_local as date) - 1 as varchar) from today.meta.data_end) b from today.meta.periods')
console.log(span)
const days = process.argv[5] ? process.argv[5].split(',') : defaultDays(span.a, span.b)
for (const day of days) {
  const [{utc}] = await replays.database.rows<any>(`select cast(timezone('UTC', timezone('${project.catalog.timezone}', timestamp '${addDays(day, 1)} 00:00:00')) as varchar) utc`)
  const instant = {day, next: addDays(day, 1), utc}
  await replays.to(instant); lap(day + ' facts ' + utc)
  await findMoves(project, replays, groups, kpis, instant)
  const [c] = await replays.database.rows<any>(`select (select count(distinct group_id) from audit.affected) g, (select count(*) from audit.affected) a, (select count(*) from audit.measure_values) m, (select count(distinct kpi_ref) from audit.moves where day = date '${day}') k, (select count(*) from audit.moves where day = date '${day}') n`)
  lap(day + ' ' + JSON.stringify(c))
}
console.table(await replays.database.rows(`select cast(day as varchar) d, kpi_ref, grain, cast(period_start as varchar) p, dimension, dimension_value dv, value_then, value_now, value_then - value_now as df from audit.moves where kpi_ref like 'Chat-Card-18' order by grain, p`))
replays.close()
