// The report's sections come one by one, those that the reader sees first; the others keep what they show, marked as busy, until theirs comes.

/** What of a report is there: all of it, or one section more. */
export type Part =
  | {readonly whole: string}
  | {readonly line: string; readonly places: readonly number[]; readonly place: number; readonly section: string}

/** The places of the sections that the reader sees; without any, the first. */
export function seenSections(report: ParentNode): number[] {
  const seen = [...report.querySelectorAll<HTMLElement>('[data-section]')].filter(section => {
    const {top, bottom} = section.getBoundingClientRect()
    return bottom > 0 && top < innerHeight
  })
  return seen.length > 0 ? seen.map(placeOf) : [0]
}

/** Puts a section into the report, in its place among those that are shown; gives what was put in. */
export function putSection(
  report: HTMLElement,
  {line, places, place, section}: Exclude<Part, {whole: string}>,
): ParentNode {
  const old = new Map(
    [...report.querySelectorAll<HTMLElement>(':scope > [data-section]')].map(each => [placeOf(each), each]),
  )
  const put = parsed(section)
  const wanted = [parsed(line), ...places.map(each => (each === place ? put : (old.get(each) ?? empty(each))))]
  const now = [...report.children]
  // what stays where it is isn't moved: it keeps what the reader has opened and scrolled
  if (now.length === wanted.length && wanted.every((each, i) => each === now[i] || !each.isConnected))
    for (const [i, each] of wanted.entries())
      if (each !== now[i]) now[i]!.replaceWith(each)
      else report.replaceChildren(...wanted)
  return put
}

function placeOf(section: HTMLElement): number {
  return Number(section.dataset.section)
}

function parsed(html: string): Element {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild!
}

/** Where a section will stand. */
function empty(place: number): HTMLElement {
  const section = document.createElement('section')
  section.dataset.section = String(place)
  section.setAttribute('aria-busy', 'true')
  return section
}
