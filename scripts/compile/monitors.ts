import {seconds} from '../catalog/durations.ts'
import type {AnomalyRule} from '../catalog/monitor-schemas.ts'
import type {Place} from '../core/yaml-file.ts'
import type {Project} from './load.ts'

interface Named {
  /** Unique among monitors: `orders_freshness`, `fct_orders_row_anomalies`, `Shop-Card-1_anomalies`. */
  readonly name: string
  /** The source (`source:orders`), model or KPI that is watched. */
  readonly subject: string
  readonly place: Place
}

/** Watches how old a source's latest row is. Times are seconds. */
export interface FreshnessMonitor extends Named {
  readonly kind: 'freshness'
  readonly source: string
  readonly column: string
  readonly warnAfter?: number
  readonly errorAfter?: number
}

/** Watches how many rows a source or model has per period. */
export interface RowMonitor extends Named {
  readonly kind: 'rows'
  readonly column: string
  readonly rule: AnomalyRule
}

/** Watches a KPI's total per period. */
export interface ValueMonitor extends Named {
  readonly kind: 'value'
  readonly ref: string
  readonly unit: string
  readonly rule: AnomalyRule
}

/** Something that is watched because the project says so; unlike a data test it looks at time, not at rows. */
export type Monitor = FreshnessMonitor | RowMonitor | ValueMonitor

/** Every monitor of a project: of sources, models and KPIs, in this order. */
export function monitorsOf(project: Pick<Project, 'declarations' | 'definitions' | 'catalog'>): Monitor[] {
  const {declarations, definitions, catalog} = project
  return [
    ...[...declarations.sources.values()].flatMap(({name, freshness, anomalies, replay, yaml}): Monitor[] => {
      const subject = `source:${name}`
      const place = (key: string) => yaml.keyPlace(['sources', name, key])
      return [
        ...(freshness === undefined
          ? []
          : [
              {
                kind: 'freshness' as const,
                name: `${name}_freshness`,
                subject,
                source: name,
                column: freshness.column ?? replay.created,
                place: place('freshness'),
                ...(freshness.warn_after === undefined ? {} : {warnAfter: seconds(freshness.warn_after)}),
                ...(freshness.error_after === undefined ? {} : {errorAfter: seconds(freshness.error_after)}),
              },
            ]),
        ...(anomalies === undefined
          ? []
          : [
              {
                kind: 'rows' as const,
                name: `${name}_row_anomalies`,
                subject,
                column: anomalies.column ?? replay.created,
                rule: anomalies,
                place: place('anomalies'),
              },
            ]),
      ]
    }),
    ...[...declarations.models.values()].flatMap(({name, anomalies, yaml}): Monitor[] =>
      anomalies === undefined
        ? []
        : [
            {
              kind: 'rows',
              name: `${name}_row_anomalies`,
              subject: name,
              column: anomalies.column!,
              rule: anomalies,
              place: yaml.keyPlace(['models', name, 'anomalies']),
            },
          ],
    ),
    ...[...definitions.kpis.values()].flatMap(({ref, input}): Monitor[] =>
      input.anomalies === undefined
        ? []
        : [
            {
              kind: 'value',
              name: `${ref}_anomalies`,
              subject: ref,
              ref,
              unit: input.unit,
              rule: input.anomalies,
              place: catalog.yaml.keyPlace(['kpis', ref, 'anomalies']),
            },
          ],
    ),
  ]
}
