// The report's sections come one by one, those that the reader sees first; the others keep what they show, marked as busy, until theirs comes.

/** What of a report is there: all of it, or some sections more. */
export type Part =
  | {readonly whole: string}
  | {
      readonly line: string
      readonly places: readonly number[]
      readonly sections: readonly {readonly place: number; readonly section: string}[]
    }

/** The places of the sections that the reader sees; without any, the first. */
export function seenSections(report: ParentNode): number[] {
  const seen = sectionsOf(report).filter(section => {
    const {top, bottom} = section.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })
  return seen.length > 0 ? seen.map(placeOf) : [0]
}

/** Notes how high sections are: while the report is busy, those out of sight are not laid out, and nothing shall jump. */
export function keepHeights(report: HTMLElement): void {
  if (report.hasAttribute('aria-busy')) return // noted before
  const sections = sectionsOf(report)
  const heights = sections.map(section => {
    const {paddingTop, paddingBottom} = getComputedStyle(section)
    return section.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom)
  })
  for (const [i, section] of sections.entries()) section.style.containIntrinsicBlockSize = `${heights[i]}px`
}

/** Puts sections into the report, in their places among those that are shown; gives what was put in. */
export function putSections(
  report: HTMLElement,
  {line, places, sections}: Exclude<Part, {whole: string}>,
): readonly ParentNode[] {
  const old = new Map(sectionsOf(report).map(each => [placeOf(each), each]))
  const put = new Map(sections.map(({place, section}) => [place, sized(parsed(section), old.get(place))]))
  const wanted = [parsed(line), ...places.map(each => put.get(each) ?? old.get(each) ?? empty(each))]
  const now = [...report.children]
  // what stays where it is isn't moved: it keeps what the reader has opened and scrolled
  const isInPlace = now.length === wanted.length && wanted.every((each, i) => each === now[i] || !each.isConnected)
  if (!isInPlace) report.replaceChildren(...wanted)
  else for (const [i, each] of wanted.entries()) if (each !== now[i]) now[i]!.replaceWith(each)
  return [...put.values()]
}

function sectionsOf(report: ParentNode): HTMLElement[] {
  return [...report.querySelectorAll<HTMLElement>('[data-section]')]
}

function placeOf(section: HTMLElement): number {
  return Number(section.dataset.section)
}

function parsed(html: string): HTMLElement {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild as HTMLElement
}

/** Until it is laid out, a section is as high as the one before it: nothing jumps. */
function sized(section: HTMLElement, before: HTMLElement | undefined): HTMLElement {
  if (before) section.style.containIntrinsicBlockSize = before.style.containIntrinsicBlockSize
  return section
}

/** Where a section will stand. */
function empty(place: number): HTMLElement {
  const section = document.createElement('section')
  section.dataset.section = String(place)
  section.setAttribute('aria-busy', 'true')
  return section
}
