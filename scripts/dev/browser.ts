// Runs in the pages that `kpi dev` serves: shows what is wrong, and reloads when another version is published.
export {} // a module: its names are its own

interface Told {
  readonly busy: boolean
  readonly version: string
  readonly problems: string
}

const STYLE = `
  :host {all: initial}
  div {position: fixed; inset: auto 0 0; max-height: 70vh; overflow: auto; padding: 16px 24px; z-index: 2147483647;
    box-sizing: border-box; background: #1c1113; color: #f6eaea; border-top: 4px solid #ff6b5b;
    font: 14px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; color-scheme: dark}
  h2 {margin: 0 0 8px; font: 600 16px/1.5 system-ui, sans-serif}
  pre {margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit}
  button {float: right; font: 14px system-ui, sans-serif; color: inherit; background: none; border: 1px solid currentColor;
    padding: 4px 12px; cursor: pointer}
  p {position: fixed; right: 12px; bottom: 12px; margin: 0; padding: 4px 12px; z-index: 2147483646;
    background: #222; color: #fff; font: 13px/1.5 system-ui, sans-serif}
  @media print {div, p {display: none}}`

const here = document.currentScript as HTMLScriptElement
const host = document.createElement('kpi-dev')
const root = host.attachShadow({mode: 'open'})
document.body.append(host)

function show({busy, version, problems}: Told): void {
  if (version !== here.dataset.version) {
    location.reload()
    return
  }
  const style = document.createElement('style')
  style.textContent = STYLE
  root.replaceChildren(style)
  if (problems !== '') root.append(overlay(problems))
  if (busy) {
    const note = document.createElement('p')
    note.textContent = 'Building…'
    root.append(note)
  }
}

/** The problems as text, whatever they hold. */
function overlay(problems: string): HTMLElement {
  const panel = document.createElement('div')
  panel.setAttribute('role', 'alert')
  const close = document.createElement('button')
  close.textContent = 'Hide'
  close.addEventListener('click', () => panel.remove())
  const title = document.createElement('h2')
  title.textContent = 'Not published: this is the last good site'
  const text = document.createElement('pre')
  text.textContent = problems
  panel.append(close, title, text)
  return panel
}

const events = new EventSource('/_dev/events')
events.addEventListener('message', event => show(JSON.parse(event.data as string) as Told))
// a page that is kept for the back button must not hold its connection: browsers allow few of them
addEventListener('pagehide', () => events.close())
addEventListener('pageshow', event => {
  if (event.persisted) location.reload()
})
