import {tell} from './status.ts'

// Pure enhancement: without this script a chart's points still tell their values through the browser's own tooltips.
// With it, pointer, touch and arrow keys move from point to point, and the tooltip looks like the page.

const tip = document.createElement('div')
tip.className = 'tip'
tip.hidden = true
tip.setAttribute('aria-hidden', 'true') // told by the status region

interface Target {
  readonly element: SVGElement
  readonly text: string
}

function targetsOf(svg: SVGSVGElement): Target[] {
  return [...svg.querySelectorAll('title')].map(title => {
    const element = title.parentNode as SVGElement
    const text = title.textContent ?? ''
    title.remove()
    return {element, text}
  })
}

function show(target: Target): void {
  document.querySelector('.pointed')?.classList.remove('pointed')
  target.element.classList.add('pointed')
  if (tip.textContent !== target.text || tip.hidden) tell(target.text)
  tip.textContent = target.text
  tip.hidden = false
  const box = target.element.getBoundingClientRect()
  const {offsetWidth: width, offsetHeight: height} = tip
  const left = Math.min(
    Math.max(8, box.left + box.width / 2 - width / 2),
    document.documentElement.clientWidth - width - 8,
  )
  const above = box.top - height - 8
  tip.style.left = `${left + scrollX}px`
  tip.style.top = `${(above < 0 ? box.bottom + 8 : above) + scrollY}px`
}

function hide(): void {
  document.querySelector('.pointed')?.classList.remove('pointed')
  tip.hidden = true
}

/** The target nearest to a place on the screen; inside a target, that one. */
function nearest(targets: readonly Target[], x: number, y: number): Target | undefined {
  let best: Target | undefined
  let far = 48
  for (const target of targets) {
    const box = target.element.getBoundingClientRect()
    const away = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom))
    if (away < far) {
      far = away
      best = target
    }
  }
  return best
}

/** Makes a chart's points speak to pointer, touch and arrow keys. */
export function enhance(svg: SVGSVGElement): void {
  const targets = targetsOf(svg)
  if (targets.length === 0) return
  let at = -1
  svg.setAttribute('tabindex', '0')
  const point = (event: PointerEvent) => {
    const target = nearest(targets, event.clientX, event.clientY)
    if (!target) return hide()
    at = targets.indexOf(target)
    show(target)
  }
  svg.addEventListener('pointermove', point)
  svg.addEventListener('pointerdown', point)
  svg.addEventListener('pointerleave', event => event.pointerType === 'mouse' && hide())
  svg.addEventListener('pointercancel', hide) // the finger scrolls the page
  svg.addEventListener('blur', hide)
  svg.addEventListener('keydown', event => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key]
    if (event.key === 'Escape') hide()
    if (step === undefined) return
    event.preventDefault()
    at = at < 0 ? (step > 0 ? 0 : targets.length - 1) : (at + step + targets.length) % targets.length
    show(targets[at]!)
  })
}

/** A sparkline's points (`data-points`, one a line): bands of its width, made when a reader first comes to it. */
export function enhanceSparkline(svg: SVGSVGElement): void {
  svg.setAttribute('tabindex', '0')
  const begin = () => {
    svg.removeEventListener('pointerenter', begin)
    svg.removeEventListener('focus', begin)
    const points = svg.dataset.points!.split('\n')
    const {width, height} = svg.viewBox.baseVal
    const step = width / points.length
    const bands: Element[] = []
    for (const [i, text] of points.entries()) {
      const band = document.createElementNS(svg.namespaceURI!, 'rect')
      for (const [name, value] of Object.entries({x: i * step, y: 0, width: step, height}))
        band.setAttribute(name, `${value}`)
      band.append(Object.assign(document.createElementNS(svg.namespaceURI!, 'title'), {textContent: text}))
      bands.push(band)
    }
    svg.prepend(...bands) // below the line, in the order of time
    enhance(svg)
  }
  svg.addEventListener('pointerenter', begin)
  svg.addEventListener('focus', begin)
}

// a touch elsewhere puts the tooltip away
document.addEventListener('pointerdown', event => {
  if (!(event.target instanceof Element && event.target.closest('svg'))) hide()
})

/** The one tooltip of the page; to be put into it once. */
export const tooltip: HTMLElement = tip
