import type {Kpi} from '../catalog/definitions.ts'
import {dataTable, exported} from './charts/figure.ts'
import {drawTrend, trendData, trendUnit} from './charts/line.ts'
import {html, type Markup} from './html.ts'
import {trendOf} from './sparkline.ts'
import {kpiOf, say, type View} from './view.ts'

/** A KPI's trend together with that of its companion, each on its own scale; to be opened from its card. */
export function evolution(view: View, kpi: Kpi): Markup | null {
  const {texts} = view
  const {companion} = kpi.input
  if (companion === undefined) return null
  const panels = [kpi, kpiOf(view, companion)].flatMap(each => {
    const points = view.data.points(each, view.preset.window)
    if (points.filter(point => point.value !== null).length < 2) return []
    const name = say(view, each.input.name)
    const now = view.data.point(each, view.preset.current).value
    const before = view.data.points(each, view.preset.before)
    const series = [{name, kpi: each, now, points, before}]
    return [
      html`<figure class="panel" data-ref="${each.ref}"${exported(true, true)}><h4>${name}</h4>
      <p class="context">${trendUnit(view, each)}</p>
      ${drawTrend(view, series, trendOf(view, each), true)}
      <details><summary>${texts.dataAsTable}<span class="vh">: ${name}</span></summary>
      <p class="definition" hidden>${say(view, each.input.description)}</p>
      ${dataTable(trendData(view, series), name)}</details></figure>`,
    ]
  })
  if (panels.length === 0) return null
  return html`<details class="evolution"><summary>${texts.evolution}<span class="vh">: ${say(view, kpi.input.name)}</span></summary>
    <div class="panels">${panels}</div></details>`
}
