import {CATALOG_FILE} from '../catalog/catalog.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import {type Change, changeOf} from './change.ts'
import {unitOf} from './formats.ts'
import {html, type Markup} from './html.ts'
import {sparkline} from './sparkline.ts'
import {datesOf, kpiOf, say, type View} from './view.ts'

const ARROWS = {up: '↑', down: '↓', same: '=', none: ''} as const

export interface CardOptions {
  /** The first time on its page: only this one carries the ref as its id. */
  readonly anchor: boolean
  readonly large?: boolean
}

/** A KPI's card: name, value, change in words, trend, what dates it, marks, and its definition. */
export function card(view: View, ref: string, {anchor, large = false}: CardOptions): Markup {
  const {texts, formats, data, preset} = view
  const kpi = kpiOf(view, ref)
  const point = data.point(kpi, preset.current)
  const name = say(view, kpi.input.name)
  const shown = marks(view, kpi, point.settled).map(mark => html` <span class="mark">${mark}</span>`)
  return html`<article class="card${large ? ' large' : ''}"${anchor ? html` id="${ref}"` : ''} data-ref="${ref}">
    <h3>${name}</h3>
    <div class="figure">
    <p class="value">${formats.value(point.value, unitOf(kpi))}</p>
    ${sparkline(view, kpi)}
    </div>
    ${changeLine(changeOf(kpi, preset, data, texts, formats))}
    <p class="context">${texts.by(datesOf(view, kpi))}${shown}</p>
    <details><summary>${texts.definition}<span class="vh">: ${name}</span></summary>${definition(view, kpi)}</details>
    </article>`
}

/** The change as arrow and words. */
export function changeLine(change: Change): Markup | null {
  if (change.words === '') return null
  const arrow = ARROWS[change.direction]
  return html`<p class="change ${change.mood}">${arrow && html`<span aria-hidden="true">${arrow}</span> `}${change.words}</p>`
}

/** What a reader must know about a figure: not over, may still change, draft, target. */
export function marks(view: View, kpi: Kpi, settled: boolean): string[] {
  const {texts, preset, formats} = view
  const {target, status} = kpi.input
  const written = (value: number | undefined) => (value === undefined ? undefined : formats.value(value, unitOf(kpi)))
  return [
    ...(status === 'draft' ? [texts.draft] : []),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(preset.current.complete && !settled ? [texts.unsettled] : []),
    ...(target ? [texts.target(written(target.min), written(target.max))] : []),
  ]
}

/** The catalog's description, its promise, its note, and where it is written. */
export function definition(view: View, kpi: Kpi): Markup {
  const {texts} = view
  const {description, note, fixed, settles_after: settles} = kpi.input
  const promise = fixed ? texts.fixed : texts.fluctuates(settles === undefined ? 0 : days(settles))
  return html`<p>${say(view, description)}</p>
    ${note && html`<p class="note">${say(view, note)}</p>`}
    <p class="small">${promise} ${texts.whereDefined(kpi.ref, CATALOG_FILE)}</p>`
}
