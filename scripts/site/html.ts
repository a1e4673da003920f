/** HTML that needs no escaping any more. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Child = Markup | string | number | null | undefined | false | readonly Child[]

/** The written parts of templates without their indentation; a template is written once and used many times. */
const written = new WeakMap<TemplateStringsArray, readonly string[]>()

/**
 * A template of HTML: texts among the values are escaped, `Markup` is taken as it is, nothing (null, false) is left out. The
 * template's own indentation is left out, too.
 */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  let parts = written.get(strings)
  if (parts === undefined) {
    parts = strings.map(part => part.replace(/\n\s+/g, '\n'))
    written.set(strings, parts)
  }
  let text = parts[0]!
  for (let i = 0; i < children.length; i++) text += write(children[i]) + parts[i + 1]!
  return new Markup(text)
}

/** Marks a text as HTML; for what another library has rendered. */
export function raw(text: string): Markup {
  return new Markup(text)
}

function write(child: Child): string {
  if (child === null || child === undefined || child === false) return ''
  if (child instanceof Markup) return child.text
  if (Array.isArray(child)) return child.map(write).join('')
  return escapeHtml(String(child))
}

const ENTITIES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** A text as HTML text or attribute value. */
export function escapeHtml(text: string): string {
  if (!/[&<>"']/.test(text)) return text
  return text.replace(/[&<>"']/g, character => ENTITIES[character]!)
}
