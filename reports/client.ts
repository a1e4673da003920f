// Pure enhancement: every page can be read without it. One subject a module, in client/.
import {keepChoice, keepSection} from './client/choices.ts'
import {enhance, tooltip} from './client/tooltips.ts'

document.body.append(tooltip)
document.querySelectorAll<SVGSVGElement>('figure svg').forEach(enhance)
document.querySelectorAll<HTMLInputElement>('.choice input[id]').forEach(keepChoice)
document.querySelectorAll<HTMLAnchorElement>('.presets a, .languages a').forEach(keepSection)
