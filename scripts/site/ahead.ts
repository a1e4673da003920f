import type {Compiled} from '../compile/project.ts'
import {exploreScript, readAssets} from './assets.ts'
import {threadScript} from './drawing/draw.ts'
import {duckdbFiles} from './exact/engine-files.ts'
import type {prepareReference} from './kpi-page/index.ts'

/** What a site needs that no data decide, made while a build works on the data. */
export interface Ahead {
  readonly assets: ReturnType<typeof readAssets>
  readonly prepared: ReturnType<typeof prepareReference>
}

/** Begins to make it; what fails is told where it is needed. */
export function prepareSite(compiled: Compiled): Ahead {
  const {project} = compiled
  const shared = project.catalog.publish.exact ? [exploreScript(), duckdbFiles()] : []
  const assets = readAssets(project)
  const prepared = import('./kpi-page/index.ts').then(({prepareReference: prepare}) => prepare(compiled))
  for (const each of [...shared, threadScript(), assets, prepared]) each.catch(() => undefined)
  return {assets, prepared}
}
