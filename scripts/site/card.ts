import {CATALOG_FILE} from '../catalog/catalog.ts'
import type {Kpi} from '../catalog/definitions.ts'
import {days} from '../catalog/durations.ts'
import {type Change, changeOf} from './change.ts'
import type {Point} from './data.ts'
import {estimate} from './estimate.ts'
import {evolution} from './evolution.ts'
import {notFiltered} from './filters.ts'
import {unitOf} from './formats.ts'
import {html, type Markup, raw} from './html.ts'
import {moreAbout} from './kpi-page/more.ts'
import {sparkline} from './sparkline.ts'
import {targetedValue, targetMark} from './target.ts'
import {datesOf, kpiOf, say, type View} from './view.ts'

const ARROWS = {up: '↑', down: '↓', same: '=', none: ''} as const

export interface CardOptions {
  /** The first time on its page: only this one carries the ref as its id. */
  readonly anchor: boolean
  readonly large?: boolean
  /** Only one value of a dimension: without trend and companion. */
  readonly only?: {readonly dimension: string; readonly value: string}
  /** On a page of cards alone: without its evolution, which its own page has. */
  readonly brief?: boolean
  /** Waits until the reader chooses it. */
  readonly hidden?: boolean
}

/** A KPI's card: name, value, change in words, trend, what dates it, marks, and its definition. */
export function card(
  view: View,
  ref: string,
  {anchor, large = false, only, brief = false, hidden = false}: CardOptions,
): Markup {
  const {texts, data, preset} = view
  const kpi = kpiOf(view, ref)
  const point = data.point(kpi, preset.current, only)
  const name = say(view, kpi.input.name)
  const shown = marks(view, kpi, point, only).map(mark => html` ${mark}`)
  const change = changeOf(kpi, view, only)
  return html`<article class="card${large && ' large'}"${anchor && html` id="${ref}"`} data-ref="${ref}"${hidden && raw(' hidden')}>
    <h3>${name}</h3>
    <div class="figure">
    ${figureOf(view, kpi, point, only)}
    ${only === undefined && sparkline(view, kpi)}
    </div>
    ${changeLine(change)}
    <div class="context"><p>${texts.by(datesOf(view, kpi))}${shown}</p>${only === undefined && html`${estimate(view, kpi)}${companion(view, kpi)}`}</div>
    ${
      only === undefined &&
      html`<div>${!brief && evolution(view, kpi)}
    <details><summary>${texts.definition}<span class="vh">: ${name}</span></summary>${definition(view, kpi)}</details></div>`
    }
    </article>`
}

/** The figure in large letters, or what it means that there is none. */
function figureOf(view: View, kpi: Kpi, {value}: Point, only: CardOptions['only']): Markup {
  const {missing} = kpi.input
  const counted =
    missing && value === null && view.data.point(kpiOf(view, missing.when), view.preset.current, only).value
  return counted
    ? html`<p class="value missing">${say(view, missing.text)}</p>`
    : html`<p class="value">${view.formats.value(value, unitOf(kpi))}</p>`
}

/** The change as arrow and words. */
export function changeLine(change: Change): Markup | null {
  if (change.words === '') return null
  const arrow = ARROWS[change.direction]
  return html`<p class="change ${change.mood}">${arrow && html`<span aria-hidden="true">${arrow}</span> `}${change.words}</p>`
}

/** What a reader must know about a figure: not over, may still change, draft, target and whether it is met. */
export function marks(view: View, kpi: Kpi, {value, settled}: Point, only?: CardOptions['only']): Markup[] {
  const {texts, preset} = view
  const words = [
    ...(kpi.input.status === 'draft' ? [texts.draft] : []),
    ...(kpi.input.deprecated ? [texts.deprecated] : []),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(preset.current.complete && !settled ? [texts.unsettled] : []),
  ]
  const without = notFiltered(view, [kpi])
  if (without !== undefined) words.push(without)
  const target = targetMark(view, kpi, value, only ?? targetedValue(view, kpi))
  return [...words.map(word => html`<span class="mark">${word}</span>`), ...(target ? [target] : [])]
}

/** The KPI to be read together with this one, with its figure; it leads to its card. */
function companion(view: View, {input}: Kpi): Markup | null {
  if (input.companion === undefined) return null
  const kpi = kpiOf(view, input.companion)
  const href = view.cardAt(kpi.ref)
  const name = say(view, kpi.input.name)
  const value = view.formats.value(view.data.point(kpi, view.preset.current).value, unitOf(kpi))
  return html`<p class="companion">${view.texts.companion} ${href ? html`<a href="${href}">${name}</a>` : name} <b>${value}</b></p>`
}

/** The catalog's description, its promise, its note, and where it is written. */
export function definition(view: View, kpi: Kpi): Markup {
  const {texts} = view
  const {description, note, fixed, settles_after: settles} = kpi.input
  const promise = fixed ? texts.fixed : texts.fluctuates(settles === undefined ? 0 : days(settles))
  return html`<p>${say(view, description)}</p>
    ${note && html`<p class="note">${say(view, note)}</p>`}
    <p class="small">${promise} ${texts.whereDefined(kpi.ref, CATALOG_FILE)}</p>
    ${moreAbout(view.language, kpi.ref, say(view, kpi.input.name))}`
}
