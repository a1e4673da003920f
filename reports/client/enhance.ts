import {keepChoice} from './choices.ts'
import {offerExports} from './exports.ts'
import {chooseIndicators} from './indicators.ts'
import {makeSortable} from './sort.ts'
import {enhance, enhanceSparkline} from './tooltips.ts'

/** Gives everything inside `root` what only a script can: tooltips, sorting, downloads. For a part that is put into the page later, too. */
export function enhanceAll(root: ParentNode): void {
  each<SVGSVGElement>(root, 'figure svg', enhance)
  each<SVGSVGElement>(root, 'svg[data-points]', enhanceSparkline)
  each<HTMLTableElement>(root, '.scroll table', makeSortable)
  each<HTMLElement>(root, '[data-exports]', offerExports)
  each<HTMLDetailsElement>(root, '.indicators', chooseIndicators)
  each<HTMLInputElement>(root, '.choice input[id]', keepChoice)
}

const done = new WeakSet<Element>()

/** Once for each element, however often a part of the page is gone through. */
function each<E extends Element>(root: ParentNode, selector: string, give: (element: E) => void): void {
  for (const element of root.querySelectorAll<E>(selector)) {
    if (done.has(element)) continue
    done.add(element)
    give(element)
  }
}
