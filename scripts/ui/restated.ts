import type {Restated} from '../compare/restatements.ts'
import {count, cut, nameSome, WIDTH} from './lines.ts'

const REASONS = {data: 'data', definition: 'definition', both: 'data and definition'} as const

/** Which figures of settled periods a build has published with another value, and why: in at most four lines. */
export function restatedText({figures, kpis}: Restated): string[] {
  if (figures === 0) return []
  const head = `restated: ${count(figures, 'settled figure')} of ${count(kpis.length, 'KPI')}; see marts.kpi_restatements`
  const lines = (Object.keys(REASONS) as (keyof typeof REASONS)[]).flatMap(reason => {
    const refs = kpis.filter(kpi => kpi.reason === reason).map(kpi => kpi.ref)
    return refs.length === 0 ? [] : [asManyAsFit(`  ${REASONS[reason]}: `, refs)]
  })
  return [cut(head), ...lines]
}

/** As many names as fit into one line, and how many more there are. */
function asManyAsFit(before: string, names: readonly string[]): string {
  for (let shown = Math.min(8, names.length); shown > 1; shown--) {
    const line = before + nameSome(names, shown)
    if ([...line].length <= WIDTH) return line
  }
  return cut(before + nameSome(names, 1))
}
