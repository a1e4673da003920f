import {html, type Markup} from '../html.ts'
import type {Theme} from './theme.ts'

/** Texts in one language, files as seen from a page. */
interface Seen {
  readonly language: string
  /** The way to `assets/`: `../assets/`. */
  readonly assets: string
}

/** The site's name or logo, which leads to its first page; nothing without either. */
export function brand({name, logo}: Theme, {language, assets}: Seen, home: string): Markup | null {
  if (logo) {
    const dark = logo.dark && html`<source srcset="${assets}${logo.dark}" media="(prefers-color-scheme: dark)">`
    return html`<a class="brand" href="${home}"><picture>${dark}<img src="${assets}${logo.file}" alt="${logo.alt[language]}"></picture></a>`
  }
  return name ? html`<a class="brand" href="${home}">${name[language]}</a>` : null
}

/** The link to the icon; without one, no request for it. */
export function iconLink({favicon}: Theme, assets: string): Markup {
  return favicon ? html`<link rel="icon" href="${assets}${favicon}">` : html`<link rel="icon" href="data:,">`
}

/** A page's title with the site's name. */
export function titleOf({name}: Theme, language: string, title: string): string {
  return name ? `${title} · ${name[language]}` : title
}

/** The footer's own words and links. */
export function footerNote({footer}: Theme, language: string): Markup | null {
  if (!footer) return null
  const links = footer.links.map(({to, text}) => html`<li><a href="${to}" rel="noreferrer">${text[language]}</a></li>`)
  return html`${footer.note && html`<p class="note">${footer.note[language]}</p>`}${links.length > 0 && html`<ul class="links">${links}</ul>`}`
}
