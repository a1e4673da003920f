// Pure enhancement: every page can be read without it. One subject a module, in client/.
import {keepSection} from './client/choices.ts'
import {offerCopy} from './client/copy.ts'
import {enhanceAll} from './client/enhance.ts'
import {explore} from './client/explore.ts'
import {enhanceSearch} from './client/search.ts'
import {status} from './client/status.ts'
import {tooltip} from './client/tooltips.ts'

document.body.append(tooltip, status)
explore(enhanceAll) // it remembers the page as it came, without what is added here
enhanceAll(document)
document.querySelectorAll<HTMLAnchorElement>('.presets a, .languages a').forEach(keepSection)
document.querySelectorAll<HTMLElement>('.code[data-copy]').forEach(offerCopy)
document.querySelectorAll<HTMLFormElement>('form.search').forEach(enhanceSearch)
