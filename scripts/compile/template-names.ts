import type {Catalog} from '../catalog/catalog.ts'

/** Names of the templates that generate marts; every other `.sql` file is a model of its own. */
export const TEMPLATES = [
  'periods',
  'measure_values',
  'kpi_values',
  'kpi_catalog',
  'kpi_targets',
  'kpi_histograms',
  'histogram_shares',
  'component_values',
  'family',
  'table',
  'matrix',
  'bars',
  'query',
  'list',
  'table_macro',
] as const
export type TemplateName = (typeof TEMPLATES)[number]

/** Path of a template, relative to the project. */
export function templateFile({catalog}: {readonly catalog: Catalog}, name: TemplateName): string {
  return `${catalog.paths.templates.replace(/\/+$/, '')}/${name}.sql`
}
