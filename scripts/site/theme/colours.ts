import type {ColoursInput, ThemeInput} from '../../catalog/theme-schema.ts'
import {fault, type Problem} from '../../core/problem.ts'
import type {YamlFile} from '../../core/yaml-file.ts'
import {contrast} from './contrast.ts'

type Scheme = 'light' | 'dark'
type Role = Exclude<keyof ColoursInput, 'series'>

/** The style sheet's variable of each role, and the least contrast on paper that it needs: text 4.5, marks 3. */
const ROLES: Readonly<Record<Role, {readonly variable: string; readonly least?: number}>> = {
  paper: {variable: '--paper'},
  text: {variable: '--ink', least: 4.5},
  muted: {variable: '--ink-2', least: 4.5},
  faint: {variable: '--ink-3', least: 3},
  line: {variable: '--line'},
  accent: {variable: '--accent', least: 4.5},
  good: {variable: '--good', least: 4.5},
  bad: {variable: '--bad', least: 4.5},
}
const SERIES_LEAST = 3
const SERIES = 7

/** Variables and their colours: what a theme sets. */
export function variablesOf(colours: ColoursInput): Map<string, string> {
  const named = (Object.keys(ROLES) as Role[]).flatMap(role => {
    const colour = colours[role]
    return colour === undefined ? [] : [[ROLES[role].variable, colour] as const]
  })
  return new Map([...named, ...(colours.series ?? []).map((colour, i) => [`--c${i + 1}`, colour] as const)])
}

/**
 * Colours that can't be told from paper: each is a problem that names its contrast. `style` is the style sheet, which holds the
 * colours that the theme leaves as they are.
 */
export function checkColours(theme: ThemeInput, yaml: YamlFile, style: string): Problem[] {
  return (['light', 'dark'] as const).flatMap(scheme => {
    const own = theme.colours[scheme]
    const set = variablesOf(own)
    if (set.size === 0) return []
    const usual = usualColours(style, scheme)
    const paper = set.get('--paper') ?? usual.get('--paper')
    if (paper === undefined) return [] // a style sheet of the project's own, with other variables
    const wanted = [
      ...(Object.keys(ROLES) as Role[]).map(role => ({
        name: role as string,
        path: [role] as (string | number)[],
        ...ROLES[role],
      })),
      ...Array.from({length: SERIES}, (_, i) => ({
        name: `series ${i + 1}`,
        path: ['series', i],
        variable: `--c${i + 1}`,
        least: SERIES_LEAST,
      })),
    ]
    return wanted.flatMap(({name, path, variable, least}) => {
      const colour = set.get(variable) ?? usual.get(variable)
      if (least === undefined || colour === undefined) return []
      const ratio = contrast(colour, paper)
      if (ratio >= least) return []
      const isOwn = set.has(variable)
      const place = yaml.place(['colours', scheme, ...(isOwn ? path : ['paper'])])
      const said = `colours.${scheme}: ${isOwn ? '' : 'the usual '}${name} ${colour} has a contrast of ${written(ratio)}:1 on paper ${paper}`
      return [
        fault('low-contrast', said, {
          ...place,
          hint: `at least ${least}:1 is needed, so that everybody can ${least > SERIES_LEAST ? 'read it' : 'see it'}; make it ${scheme === 'light' ? 'darker' : 'lighter'}${isOwn ? '' : ', or choose another paper'}`,
        }),
      ]
    })
  })
}

/** Rounded down, so that what fails never looks as if it held. */
function written(ratio: number): string {
  return (Math.floor(ratio * 100) / 100).toFixed(2)
}

/** The colours that the style sheet gives its variables: those of dark mode over those of light. */
export function usualColours(style: string, scheme: Scheme): Map<string, string> {
  const found = new Map<string, string>()
  const dark = style.search(/@media\s*\(prefers-color-scheme:\s*dark\)/)
  const blocks = [
    style.slice(0, dark < 0 ? undefined : dark),
    ...(scheme === 'dark' && dark >= 0 ? [style.slice(dark)] : []),
  ]
  for (const block of blocks) {
    const root = /:root\s*\{([^}]*)\}/.exec(block)?.[1] ?? ''
    for (const [, name, colour] of root.matchAll(/(--[\w-]+):\s*(#[0-9a-fA-F]{3,6})\b/g))
      found.set(name!, long(colour!))
  }
  return found
}

/** `#fff` as `#ffffff`. */
function long(colour: string): string {
  return colour.length === 4 ? `#${[...colour.slice(1)].map(digit => digit + digit).join('')}` : colour
}
