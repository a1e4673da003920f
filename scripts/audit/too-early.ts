import type {Project} from '../compile/load.ts'
import {type Problem, warning} from '../core/problem.ts'
import type {Verdict} from './verdicts.ts'

/** Warns of every `settles_after` after which figures were still seen moving, at its place in the catalog, with the one that would fit. */
export function tooEarly({catalog}: Project, verdicts: readonly Verdict[]): Problem[] {
  return verdicts.flatMap(({kpi, late}) => {
    const said = kpi.input.settles_after
    if (late === null || said === undefined) return []
    const breakdown = late.dimension === 'total' ? '' : ` by ${late.dimension}`
    const moved = late.days === 1 ? '1 day' : `${late.days} days`
    return warning(
      'settles-too-early',
      `${kpi.ref}${breakdown} still moved ${moved} after its period; settles_after says ${said}`,
      {
        ...catalog.yaml.place(['kpis', kpi.ref, 'settles_after']),
        length: said.length,
        hint: `settles_after: ${late.days + 1} days would fit what was replayed; kpi audit --samples looks at more days`,
      },
    )
  })
}
