// Pure enhancement: every page can be read without it. One subject a module, in client/.
import {keepChoice, keepSection} from './client/choices.ts'
import {explore} from './client/explore.ts'
import {chooseIndicators} from './client/indicators.ts'
import {enhance, tooltip} from './client/tooltips.ts'

document.body.append(tooltip)
enhanceAll(document)
document.querySelectorAll<HTMLAnchorElement>('.presets a, .languages a').forEach(keepSection)
explore(enhanceAll)

function enhanceAll(root: ParentNode): void {
  root.querySelectorAll<SVGSVGElement>('figure svg').forEach(enhance)
  root.querySelectorAll<HTMLDetailsElement>('.indicators').forEach(chooseIndicators)
  root.querySelectorAll<HTMLInputElement>('.choice input[id]').forEach(keepChoice)
}
