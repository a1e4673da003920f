import type {YamlFile} from '../core/yaml-file.ts'
import type {ComponentInput, KpiInput, Shell} from './catalog-schema.ts'

export const CATALOG_FILE = 'kpi-catalog.yml'

/** The catalog as written: checked in itself, but not yet against the facts. */
export interface Catalog extends Omit<Shell, 'kpis' | 'components'> {
  readonly yaml: YamlFile
  readonly kpis: ReadonlyMap<string, KpiInput>
  readonly components: ReadonlyMap<string, ComponentInput>
}

/** The column of a KPI in its family's mart, and the name of its table macro: the ref in lower snake case. */
export function columnName(ref: string): string {
  return ref.toLowerCase().replaceAll('-', '_')
}

/** Whether a dimension's values are people whose names are not published. */
export function isHidden({dimensions, publish}: Pick<Catalog, 'dimensions' | 'publish'>, dimension: string): boolean {
  return dimensions[dimension]?.personal === true && !publish.names.includes(dimension)
}
