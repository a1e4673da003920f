import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import {isFiltered} from '../query/applicable.ts'
import {unitOf} from './formats.ts'
import {html, type Markup} from './html.ts'
import {FOLDER, fileOf} from './kpi-page/more.ts'
import {expectedChange} from './settling.ts'
import {settlingTexts} from './texts/settling.ts'
import {mayStillChange, say, type View} from './view.ts'

/** Smaller changes are not worth a sentence. */
const LEAST = 0.01

/** Where a KPI's figure is expected to end, with the method, to be unfolded; nothing where too little is known, or nothing worth telling. */
export function estimate(view: View, kpi: Kpi): Markup | null {
  const {formats, language, data, preset} = view
  const change = expectedOf(view, kpi)
  const {value} = data.point(kpi, preset.current)
  if (change === undefined || Math.abs(change) < LEAST || !value) return null
  const words = settlingTexts(language)
  const by = formats.short(Math.abs(change), {unit: 'fraction'})
  const unit = unitOf(kpi)
  const final = value * (1 + change)
  const written = formats.value(unit.unit === 'count' ? Math.round(final) : final, unit)
  return html`<details class="estimate"><summary>${words.estimate} ${change > 0 ? words.rise(by) : words.fall(by)}</summary>
    <p>${words.method(written)} <a href="${FOLDER}/${fileOf(kpi.ref)}#settling">${words.curve}<span class="vh">: ${say(view, kpi.input.name)}</span></a>.</p></details>`
}

/**
 * By how much the figure of a period that is over is expected to change until it no longer does, as a fraction of its value now. None of
 * figures that don't add up over time, under filters other than the period (what was measured is of totals), and without a curve.
 */
function expectedOf(view: View, kpi: Kpi): number | undefined {
  const {preset, range} = view
  const curve = view.curveOf?.(kpi.ref)
  const settles = kpi.input.settles_after
  if (!curve || settles === undefined || kpi.additivity !== 'additive' || isFiltered(preset.filters)) return undefined
  return mayStillChange(view, kpi.input, 'total')
    ? expectedChange(preset.current, range, curve, days(settles))
    : undefined
}
