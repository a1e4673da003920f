import type {Kpi} from '../catalog/definitions.ts'
import type {Compiled} from '../compile/project.ts'
import {fingerprint} from '../core/hash.ts'
import {understand} from '../query/request.ts'
import {compileStatement} from '../query/statement.ts'
import {normalSql} from '../sql/normal.ts'
import {modelPrints} from '../verify/record.ts'

const known = new WeakMap<Compiled, (kpi: Kpi) => string>()

/**
 * Of a KPI, a fingerprint of what an audit of it judges: its statement, by which columns it is broken down, the models that it reads, down
 * to what the sources declare, and what the catalog promises. Names, descriptions, comments and layout don't count.
 */
export function definitionPrint(compiled: Compiled, kpi: Kpi): string {
  let of = known.get(compiled)
  if (of === undefined) {
    const models = modelPrints(compiled)
    const made = new Map<string, string>()
    of = asked => {
      if (!made.has(asked.ref)) made.set(asked.ref, printOf(compiled, asked, models))
      return made.get(asked.ref)!
    }
    known.set(compiled, of)
  }
  return of(kpi)
}

function printOf(
  {project}: Compiled,
  {ref, input, dimensions, measures}: Kpi,
  models: (name: string) => string,
): string {
  const request = understand({refs: [ref], from: '2000-01-01', to: '2000-01-01'}, project)
  const {fixed, fluctuates_by: by, settles_after: after} = input
  const facts = measures.flatMap(measure => [measure.fact, ...measure.related.map(rows => rows.fact)])
  return fingerprint(
    normalSql(compileStatement(project, request).sql),
    JSON.stringify([fixed, by, after, dimensions, measures.map(measure => measure.dimensions)]),
    ...[...new Set(facts)].map(models),
  )
}
