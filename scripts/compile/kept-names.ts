import {fault, type Problem} from '../core/problem.ts'
import type {CompiledNode} from './nodes.ts'

/** Marts that the engine writes from what it has kept, and what they hold. */
const KEPT: ReadonlyMap<string, string> = new Map([
  ['marts.kpi_audit', 'what kpi audit has found'],
  ['marts.kpi_settling', 'what kpi audit has found'],
  ['marts.kpi_restatements', 'what builds have restated'],
])

/** No node may write one of these. */
export function keptNames(nodes: readonly CompiledNode[]): Problem[] {
  return nodes.flatMap(({kind, relation, file}) => {
    const held = kind === 'table' && KEPT.get(relation)
    const hint = 'give the model another name'
    return held ? [fault('duplicate-model', `${relation} holds ${held}`, {file, hint})] : []
  })
}
