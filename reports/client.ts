// Pure enhancement: every page can be read without it. One subject a module, in client/.
import {keepChoice, keepSection} from './client/choices.ts'
import {offerCopy} from './client/copy.ts'
import {explore} from './client/explore.ts'
import {chooseIndicators} from './client/indicators.ts'
import {enhanceSearch} from './client/search.ts'
import {enhance, tooltip} from './client/tooltips.ts'

document.body.append(tooltip)
enhanceAll(document)
document.querySelectorAll<HTMLAnchorElement>('.presets a, .languages a').forEach(keepSection)
explore(enhanceAll)
document.querySelectorAll<HTMLElement>('.code[data-copy]').forEach(offerCopy)
document.querySelectorAll<HTMLFormElement>('form.search').forEach(enhanceSearch)

function enhanceAll(root: ParentNode): void {
  root.querySelectorAll<SVGSVGElement>('figure svg').forEach(enhance)
  root.querySelectorAll<HTMLDetailsElement>('.indicators').forEach(chooseIndicators)
  root.querySelectorAll<HTMLInputElement>('.choice input[id]').forEach(keepChoice)
}
