import type {ThemeInput} from '../../catalog/theme-schema.ts'
import {variablesOf} from './colours.ts'

/** A font's file with its bytes. */
export interface FontFile {
  readonly weight: number | string
  readonly italic: boolean
  readonly bytes: Uint8Array
}

const SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif'

/**
 * What a theme adds to the style sheet. Fonts are part of it, since browsers refuse font files of a page opened from disk. Printed
 * pages keep white paper and black text.
 */
export function themeCss({colours, font}: ThemeInput, files: readonly FontFile[]): string {
  const light = variablesOf(colours.light)
  const dark = variablesOf(colours.dark)
  const printed = new Map([...light].filter(([name]) => /^--(accent|good|bad|c\d)$/.test(name)))
  return [
    rule('@media screen', light),
    rule('@media screen and (prefers-color-scheme: dark)', dark),
    rule('@media print', printed),
    ...(font === undefined
      ? []
      : [...files.map(file => face(firstOf(font.family), file)), `body{font-family:${font.family},${SYSTEM}}`]),
  ].join('')
}

function rule(media: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0) return ''
  return `${media}{:root{${[...variables].map(([name, value]) => `${name}:${value}`).join(';')}}}`
}

function face(family: string, {weight, italic, bytes}: FontFile): string {
  const source = `url("data:font/woff2;base64,${Buffer.from(bytes).toString('base64')}") format("woff2")`
  return `@font-face{font-family:"${family}";font-weight:${weight};font-style:${italic ? 'italic' : 'normal'};font-display:swap;src:${source}}`
}

function firstOf(families: string): string {
  return families
    .split(',')[0]!
    .trim()
    .replace(/^["']|["']$/g, '')
}
