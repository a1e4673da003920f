import type {ComponentFigure, Histogram} from '../catalog/definitions.ts'
import {filterableBy} from '../catalog/filterable.ts'
import {timesOf} from '../catalog/times.ts'
import type {Project} from '../compile/load.ts'
import type {Askable} from './request.ts'

/** The figure that a histogram's slot is, and the share of its rows that satisfy the condition. */
export function slotFigures(ref: string, slot: number): {readonly count: string; readonly share: string} {
  return {count: `${ref}.${slot}`, share: `${ref}.${slot}.share`}
}

/** A chart's own figure with every dimension that can filter it. */
export function ownFigure({definitions, declarations}: Project, figure: ComponentFigure): Askable {
  return {...figure, dimensions: filterableBy(figure, definitions), ...timesOf(figure.measures, declarations)}
}

/** What a histogram's slots count, and the shares of their rows that satisfy its condition. */
export function histogramFigures({declarations}: Project, {ref, slots, dimensions}: Histogram): Askable[] {
  return slots.flatMap(({number, measure, share}) => {
    const names = slotFigures(ref, number)
    const figures = [{ref: names.count, measure}, ...(share ? [{ref: names.share, measure: share}] : [])]
    return figures.map(
      (each): Askable => ({
        ref: each.ref,
        term: {type: 'measure', measure: each.measure},
        measures: [each.measure],
        dimensions,
        ...timesOf([each.measure], declarations),
      }),
    )
  })
}
