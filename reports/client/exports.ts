import type {ExportTexts} from '../../scripts/site/texts/exports.ts'
import {csv, headOf, plain, rowsOf} from './csv.ts'
import {drawPicture, pngOf} from './picture.ts'
import {tell} from './status.ts'
import {words} from './words.ts'

type Kind = 'csv' | 'svg' | 'png'

/** Gives a chart or table (`data-exports="csv svg png"`) its buttons for downloads. */
export function offerExports(unit: HTMLElement): void {
  const texts = words()
  if (!texts) return
  const box = document.createElement('div')
  box.className = 'exports'
  for (const kind of unit.dataset.exports!.split(' ') as Kind[]) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = kind.toUpperCase()
    button.title = `${texts.download}${texts.colon}${texts[kind]}`
    button.setAttribute('aria-label', `${texts.download}${texts.colon}${texts[kind]}, ${nameOf(unit)}`)
    button.addEventListener('click', () => void download(unit, kind, texts))
    box.append(button)
  }
  const details = unit.querySelector(':scope > details')
  if (details) details.before(box)
  else unit.append(box)
}

async function download(unit: HTMLElement, kind: Kind, texts: ExportTexts): Promise<void> {
  const days = document.querySelector<HTMLElement>('[data-days]')?.dataset.days
  const file = `${[unit.dataset.ref, days].filter(Boolean).join('_')}.${kind}`
  try {
    save(file, await contents(unit, kind, texts))
    tell(`${texts.done}: ${file}`)
  } catch (error) {
    tell(`${texts.failed} (${error instanceof Error ? error.message : String(error)})`)
    throw error
  }
}

async function contents(unit: HTMLElement, kind: Kind, texts: ExportTexts): Promise<Blob> {
  if (kind === 'csv') {
    const table = tableOf(unit)
    return new Blob([csv(remarksOf(unit, table, texts), rowsOf(table))], {type: 'text/csv;charset=utf-8'})
  }
  const picture = drawPicture(unit, [unit.dataset.ref!, ...pageRemarks(texts)].join(' · '))
  return kind === 'svg' ? new Blob([picture.svg], {type: 'image/svg+xml'}) : pngOf(picture)
}

/** The table of the chosen view, also while it is folded away. */
function tableOf(unit: HTMLElement): HTMLTableElement {
  const radios = [...unit.querySelectorAll<HTMLInputElement>('.choice input')]
  const chosen = `of-${radios.findIndex(radio => radio.checked) + 1}`
  return [...unit.querySelectorAll('table')].find(table => {
    const part = table.closest('.of')
    return !part || !unit.contains(part) || part.classList.contains(chosen)
  })!
}

/** Everything that one must know to read the bare numbers. */
function remarksOf(unit: HTMLElement, table: HTMLTableElement, texts: ExportTexts): string[] {
  const definition = unit.querySelector('.definition')?.textContent
  const legend = unit.querySelector('.choice legend')?.textContent
  const chosen = unit.querySelector('.choice :checked')?.closest('label')?.textContent
  const heads = [...table.querySelectorAll<HTMLElement>('thead [data-unit]')]
  const noted = [...table.querySelectorAll<HTMLElement>('[data-note]')]
  return [
    nameOf(unit),
    ...[...unit.querySelectorAll(':scope > .context')].map(each => each.textContent),
    ...(legend && chosen ? [legend + texts.colon + chosen] : []),
    texts.reference + texts.colon + unit.dataset.ref,
    ...(definition ? [texts.definition + texts.colon + definition] : []),
    ...new Set(
      heads.map(head => {
        const {unit: of = '', ref} = head.dataset
        const marks = [...head.querySelectorAll('.mark')].map(mark => `(${plain(mark.textContent)})`)
        const name = [headOf(head), ...marks].join(' ')
        return name + texts.colon + [texts.units[of] ?? of, ...(ref ? [`(${ref})`] : [])].join(' ')
      }),
    ),
    ...noted.map(({dataset: {value, note}}) => value + texts.colon + note),
    ...pageRemarks(texts),
  ]
}

/** Period, filters, data and version: whatever the page marks with `data-export`, after the word in it. */
function pageRemarks({colon}: ExportTexts): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-export]')].map(
    ({textContent, dataset: {export: word}}) => (word ? word + colon : '') + plain(textContent),
  )
}

function nameOf(unit: HTMLElement): string {
  return plain(unit.querySelector('h3, h4')?.textContent ?? '')
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
