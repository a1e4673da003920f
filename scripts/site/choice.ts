import {html, type Markup, raw} from './html.ts'

/** One of the views among which a reader chooses. */
export interface Option {
  readonly id: string
  readonly label: string
}

/**
 * A choice between views of a component, in pure CSS: radio buttons, and the style sheet shows the parts of the chosen view
 * (see `partOf`) inside the nearest element of the class `choosing`. A browser that can't do that shows them all, one below
 * the other. Nothing where there is no choice.
 */
export function choice(ref: string, legend: string, options: readonly Option[], anchor: boolean): Markup | null {
  if (options.length < 2) return null
  const radios = options.map(({id, label}, i) => {
    const attributes = html`${anchor && html` id="${ref}-${id}"`}${i === 0 && raw(' checked')}`
    return html`<label><input type="radio" name="${ref}${!anchor && '-again'}"${attributes}>${label}</label> `
  })
  return html`<fieldset class="choice"><legend>${legend}</legend>${radios}</fieldset>`
}

/** The classes of a part of the n-th view (from 0) of several. */
export function partOf(n: number, views: number): string {
  return views < 2 ? '' : `of of-${n + 1}`
}
