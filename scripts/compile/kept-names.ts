import {fault, type Problem} from '../core/problem.ts'
import type {CompiledNode} from './nodes.ts'

/** The mart in which the engine keeps what versions published otherwise than those before them. */
const KEPT = 'marts.kpi_restatements'

/** No node may write what the engine keeps of the versions before. */
export function keptNames(nodes: readonly CompiledNode[]): Problem[] {
  return nodes
    .filter(node => node.kind === 'table' && node.relation === KEPT)
    .map(node =>
      fault('duplicate-model', `${KEPT} holds what builds have restated`, {
        file: node.file,
        hint: 'give the model another name',
      }),
    )
}
