import * as Plot from '@observablehq/plot'
import {parseHTML} from 'linkedom'
import {escapeHtml, type Markup, raw} from '../html.ts'

const {document} = parseHTML('<!doctype html><html><body></body></html>')

/** The two widths in which every chart is drawn; the style sheet shows the one that fits, so that its letters keep their size. */
export const WIDTHS = {wide: 560, narrow: 340} as const
export type Width = keyof typeof WIDTHS

/** The colours of series, in order; the style sheet says what they are in light and dark. */
export function colour(series: number): string {
  return `var(--c${(series % 7) + 1})`
}

/** How bars are filled; pale with an outline while they are not final. */
export function barFill(fill: string, pale: boolean): {fill: string; fillOpacity?: number; stroke?: string} {
  return pale ? {fill, fillOpacity: 0.35, stroke: fill} : {fill}
}

/** Draws a chart in both widths, as images with a label. */
export function drawBoth(label: string, draw: (width: Width) => Plot.PlotOptions): Markup {
  return raw((Object.keys(WIDTHS) as Width[]).map(width => drawPlot(label, width, draw(width))).join(''))
}

/** Draws a chart once, in the narrow width, for places that are never much wider. */
export function drawNarrow(label: string, draw: (width: Width) => Plot.PlotOptions): Markup {
  return raw(drawPlot(label, 'narrow', draw('narrow'), 'small'))
}

function drawPlot(label: string, width: Width, options: Plot.PlotOptions, shown: string = width): string {
  const plot = Plot.plot({
    width: WIDTHS[width],
    className: 'plot',
    document: document as unknown as Document,
    ...options,
  })
  return (
    plot.outerHTML
      .replace(/<style>.*?<\/style>/s, '')
      // labels inside an image are read by nobody and are errors to accessibility checkers
      .replace(/<[^>]*>/g, tag => tag.replace(/ aria-(?:label|hidden|description)="[^"]*"/g, ''))
      // coordinates to a tenth of a pixel; texts stay as they are
      .replace(/<[^>]*>/g, tag => tag.replace(/(\d+\.\d)\d+/g, '$1'))
      .replace(
        /^<svg[^>]*>/,
        `<svg class="plot ${shown}" viewBox="${plot.getAttribute('viewBox')}" text-anchor="middle" font-size="${width === 'narrow' ? 11 : 12}" role="img" aria-label="${escapeHtml(label)}">`,
      )
  )
}
