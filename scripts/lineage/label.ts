import type {LineageNode} from './graph.ts'

/** How a node is called in texts and pictures. */
export function labelOf({id, isRows}: LineageNode): string {
  return isRows ? `rows of ${id}` : id
}
