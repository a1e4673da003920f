/** HTML that needs no escaping any more. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Child = Markup | string | number | null | undefined | false | readonly Child[]

/** A template of HTML: texts among the values are escaped, `Markup` is taken as it is, nothing (null, false) is left out. */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  let text = strings[0]!
  for (const [i, child] of children.entries()) text += write(child) + strings[i + 1]!
  return new Markup(text.replace(/\n\s+/g, '\n'))
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
  return text.replace(/[&<>"']/g, character => ENTITIES[character]!)
}
