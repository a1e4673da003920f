import type {Markup} from '../html.ts'
import type {View} from '../view.ts'
import {barsChart} from './bars.ts'
import {donutChart} from './donut.ts'
import {funnelChart} from './funnel.ts'
import {histogramChart} from './histogram.ts'
import {lineChart} from './line.ts'
import {matrixChart} from './matrix.ts'
import {scatterChart} from './scatter.ts'

const CHARTS = {
  lines: lineChart,
  histogram: histogramChart,
  donut: donutChart,
  funnel: funnelChart,
  bars: barsChart,
  scatter: scatterChart,
  matrix: matrixChart,
} as const

/** Draws a component of the catalog that is a chart; `anchor`: whether it carries its ref as id. */
export function chart(view: View, ref: string, anchor: boolean): Markup {
  const {form} = view.project.definitions.components.get(ref)!
  if (!(form in CHARTS)) throw new Error(`${ref} is no chart`)
  return CHARTS[form as keyof typeof CHARTS](view, ref, anchor)
}
