// The index of the catalog filters while the reader types; without this script it shows everything.

interface Entry {
  readonly element: HTMLElement
  readonly text: string
}

/** Without accents and case, so that "delai" finds "Délai". */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’']/g, ' ')
}

/** Makes the search of the index filter its entries; what is searched stands in the address. */
export function enhanceSearch(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>('input[type=search]')!
  const status = form.querySelector<HTMLElement>('[role=status]')!
  const entries = [...document.querySelectorAll<HTMLElement>('[data-entry]')].map(
    (element): Entry => ({element, text: plain(element.textContent ?? '')}),
  )
  const groups = [...document.querySelectorAll<HTMLElement>('[data-group]')]
  const links = () => entries.flatMap(({element}) => (element.hidden ? [] : [element.querySelector('a')!]))

  const filter = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean)
    for (const {element, text} of entries) element.hidden = !words.every(word => text.includes(word))
    for (const group of groups) group.hidden = !group.querySelector('[data-entry]:not([hidden])')
    const found = links().length
    const {found: told = '', none = ''} = status.dataset
    status.textContent =
      words.length === 0
        ? ''
        : found === 0
          ? none
          : told.replace('{n}', String(found)).replace('{of}', String(entries.length))
    const query = words.length === 0 ? '' : `?${new URLSearchParams({q: input.value})}`
    history.replaceState(null, '', location.pathname + query + location.hash)
  }
  const move = (from: Element | null, step: number) => {
    const all = links()
    const at = all.indexOf(from as HTMLAnchorElement)
    const next = all[at + step]
    if (next) next.focus()
    else if (at + step < 0) input.focus()
  }

  input.value = new URLSearchParams(location.search).get('q') ?? ''
  if (input.value !== '') {
    filter()
    input.focus()
  }
  input.addEventListener('input', filter)
  form.addEventListener('submit', event => {
    event.preventDefault()
    const first = links()[0]
    if (input.value !== '' && first) first.click()
  })
  document.addEventListener('keydown', event => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key]
    const inList = document.activeElement?.closest('[data-entry]')
    if (step !== undefined && (document.activeElement === input || inList)) {
      event.preventDefault()
      move(document.activeElement === input ? null : document.activeElement, step)
    } else if (event.key === 'Escape' && inList) input.focus()
  })
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a'))
    link.addEventListener('click', () => {
      link.search = location.search
    })
}
