import type {ComponentInput, KpiInput} from '../../catalog/catalog-schema.ts'
import {html, type Markup} from '../html.ts'
import {entryOf, linkTo, type Sheet} from './sheet.ts'

/** Keys of a measure, in the order in which they are read. */
const KEYS = [
  'histogram',
  'scale',
  'count',
  'count_distinct',
  'sum',
  'average',
  'median',
  'percentile',
  'min',
  'max',
  'share',
  'stock',
  'enters',
  'leaves',
  'kpi',
  'from',
  'date',
  'on',
  'where',
  'dimensions',
  'per',
  'each',
  'having',
  'related',
  'of',
  'at',
] as const

/** How a KPI is calculated, as its definition says it: a ratio, a formula with its parts, or a measure; KPIs in it are links. */
export function formula(sheet: Sheet, input: KpiInput): Markup {
  const {words} = sheet
  switch (input.form) {
    case 'ratio':
      return html`<div class="ratio"><div>${operand(sheet, input.numerator)}</div>
        <div><span class="vh">${words.dividedBy}</span>${operand(sheet, input.denominator)}</div></div>`
    case 'formula':
      return html`<p class="arithmetic"><code>${input.formula}</code></p>
        <dl class="parts">${Object.entries(input.parts).map(
          ([alias, part]) => html`<div><dt><code>${alias}</code></dt> <dd>${operand(sheet, part)}</dd></div>`,
        )}</dl>`
    default:
      return measure(sheet, input)
  }
}

/** What a chart counts by itself, rather than taking it from KPIs; nothing where it only shows KPIs. */
export function ownFigure(sheet: Sheet, component: ComponentInput): Markup | null {
  if (component.form === 'histogram') return measure(sheet, component)
  if (component.form === 'donut' && typeof component.donut !== 'string') return measure(sheet, component.donut)
  return null
}

/** A part of a ratio or formula: another KPI, or a measure of its own. */
function operand(sheet: Sheet, part: string | object): Markup {
  return typeof part === 'string' ? html`<p>${linkTo(sheet, part)}</p>` : measure(sheet, part)
}

function measure(sheet: Sheet, input: object): Markup {
  const given = input as Readonly<Record<string, unknown>>
  const lines = KEYS.filter(key => given[key] !== undefined).map(
    key => html`<div><dt>${sheet.words.keys[key] ?? key}</dt> <dd>${written(sheet, key, given[key])}</dd></div>`,
  )
  return html`<dl class="measure">${lines}</dl>`
}

function written(sheet: Sheet, key: string, value: unknown): Markup {
  if (key === 'kpi') return linkTo(sheet, String(value))
  if (key === 'count') return html`${value === 'rows' ? sheet.words.rows : sheet.words.entities}`
  if (key === 'percentile' || typeof value !== 'object' || value === null) {
    return typeof value === 'object' ? measure(sheet, value as object) : html`<code>${String(value)}</code>`
  }
  return html`<dl class="parts">${Object.entries(value).map(
    ([alias, part]) => html`<div><dt><code>${alias}</code></dt> <dd>${measure(sheet, part as object)}</dd></div>`,
  )}</dl>`
}

/** The kind of a reference: `kpi`, or the form of a chart or table. */
export function formOf(sheet: Pick<Sheet, 'compiled'>, ref: string): string {
  return sheet.compiled.project.definitions.components.get(ref)?.form ?? 'kpi'
}

/** The family of a reference, by its name in the catalog. */
export function familyOf(sheet: Sheet, ref: string): string {
  return entryOf(sheet, ref).family
}
