import type {Kpi} from '../catalog/definitions.ts'
import {drawTrend} from './charts/line.ts'
import {html, type Markup} from './html.ts'
import {trendOf} from './sparkline.ts'
import {kpiOf, say, type View} from './view.ts'

/** A KPI's trend together with that of its companion, each on its own scale; to be opened from its card. */
export function evolution(view: View, kpi: Kpi): Markup | null {
  const {companion} = kpi.input
  if (companion === undefined) return null
  const panels = [kpi, kpiOf(view, companion)].flatMap(each => {
    const points = view.preset.window.map(period => view.data.point(each, period))
    if (points.filter(point => point.value !== null).length < 2) return []
    const name = say(view, each.input.name)
    const now = view.data.point(each, view.preset.current).value
    const before = view.preset.before.map(period => view.data.point(each, period))
    return [html`<figure>${drawTrend(view, [{name, kpi: each, now, points, before}], trendOf(view, each))}</figure>`]
  })
  if (panels.length === 0) return null
  return html`<details class="evolution"><summary>${view.texts.evolution}<span class="vh">: ${say(view, kpi.input.name)}</span></summary>
    <div class="panels">${panels}</div></details>`
}
