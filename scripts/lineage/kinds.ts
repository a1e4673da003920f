import {DATA_END, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import type {Kind} from './graph.ts'

/** Of every name of a project – sources, nodes, references, charts' own figures – what it is. */
export function kindsOf({project, nodes}: Compiled): Map<string, Kind> {
  const {kpis, components, componentFigures} = project.definitions
  const layers = {staging: 'staging', facts: 'fact', meta: 'mart', marts: 'mart'} as const
  const kinds = new Map<string, Kind>()
  for (const name of project.declarations.sources.keys()) kinds.set(`source:${name}`, 'source')
  kinds.set(DATA_END, 'instant')
  for (const node of nodes) {
    if (node.kind === 'macro' || node.layer === 'marts') continue
    kinds.set(
      node.name,
      node.kind === 'measures' ? 'measures' : node.name === PERIODS ? 'calendar' : layers[node.layer],
    )
  }
  for (const ref of kpis.keys()) kinds.set(ref, 'kpi')
  for (const figure of componentFigures) kinds.set(figure.ref, 'chart')
  for (const ref of components.keys()) kinds.set(ref, 'chart')
  for (const node of nodes) if (node.layer === 'marts' && node.kind !== 'macro') kinds.set(node.name, 'mart')
  return kinds
}
