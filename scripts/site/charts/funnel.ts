import {changeLine, marks} from '../card.ts'
import {figureCell} from '../cells.ts'
import {changeOf} from '../change.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {componentOf, kpiOf, say, type View} from '../view.ts'
import {figure} from './figure.ts'

interface Step {
  readonly name: string
  readonly value: number | null
  readonly parts: readonly {readonly name: string; readonly value: string}[]
  readonly rates: readonly string[]
}

const COUNT = {unit: 'count'}

/** A funnel: each step's figure with a bar as long as it is large, the rates of the step beside it. */
export function funnelChart(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const steps = componentOf(view, ref, 'funnel').funnel.map((step): Step => {
    const kpis = step.sum.map(part => kpiOf(view, part))
    const values = kpis.map(kpi => view.data.point(kpi, preset.current).value)
    // only counts and sums of rows may be added; one alone stands for itself
    const adds = values.length === 1 || kpis.every(kpi => kpi.additivity !== 'none')
    const value =
      adds && values.every(each => each !== null) ? values.reduce((sum: number, each) => sum + each!, 0) : null
    return {
      name: say(view, step.name),
      value,
      rates: step.rates,
      parts:
        kpis.length < 2
          ? []
          : kpis.map((kpi, i) => ({name: say(view, kpi.input.name), value: formats.value(values[i]!, unitOf(kpi))})),
    }
  })
  const subtitle = [texts.period(preset.current), ...(preset.current.complete ? [] : [texts.incomplete])].join(', ')
  const largest = Math.max(...steps.map(step => step.value ?? 0))
  if (largest === 0)
    return figure(view, {ref, subtitle, drawing: null, finding: texts.nothingCounted, wide: true}, anchor)
  const write = (value: number | null) => formats.value(value, COUNT)
  return figure(
    view,
    {
      ref,
      subtitle,
      wide: true,
      drawing: html`<ol class="funnel">${steps.map(step => drawStep(view, step, largest))}</ol>`,
      finding: texts.funnelFinding(steps.map(step => ({name: step.name, value: write(step.value)}))),
      data: {
        head: [texts.stepColumn, texts.count],
        rows: steps.flatMap(step => [
          [step.name, figureCell(view, step.value, COUNT)],
          ...step.rates.map(rate => {
            const kpi = kpiOf(view, rate)
            return [
              say(view, kpi.input.name),
              figureCell(view, view.data.point(kpi, preset.current).value, unitOf(kpi)),
            ]
          }),
        ]),
      },
    },
    anchor,
  )
}

function drawStep(view: View, {name, value, parts, rates}: Step, largest: number): Markup {
  const width = ((100 * (value ?? 0)) / largest).toFixed(1)
  const sum = parts.map(part => `${part.name} ${part.value}`).join(' + ')
  return html`<li>
    <p class="name">${name}</p>
    <p class="value">${view.formats.value(value, COUNT)}</p>
    <div class="gauge"><span style="width:${width}%"></span></div>
    ${sum !== '' && html`<p class="context">${sum}</p>`}
    ${rates.length > 0 && html`<dl>${rates.map(rate => rateLine(view, rate))}</dl>`}
    </li>`
}

function rateLine(view: View, ref: string): Markup {
  const {formats, preset, data} = view
  const kpi = kpiOf(view, ref)
  const point = data.point(kpi, preset.current)
  const change = changeOf(kpi, view)
  return html`<div><dt>${say(view, kpi.input.name)}</dt>
    <dd><b>${formats.value(point.value, unitOf(kpi))}</b>
    ${change.direction !== 'none' && changeLine(change)}
    ${marks(view, kpi, point)}</dd></div>`
}
