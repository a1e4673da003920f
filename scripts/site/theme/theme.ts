import {existsSync, readFileSync} from 'node:fs'
import {extname, join} from 'node:path'
import {validate} from '../../catalog/read.ts'
import {THEME_FILE, type ThemeInput, themeSchema} from '../../catalog/theme-schema.ts'
import type {Project} from '../../compile/load.ts'
import {fault, type Problem, refuse} from '../../core/problem.ts'
import {readYaml, type YamlFile, type YamlPath} from '../../core/yaml-file.ts'
import type {Texts} from '../pages.ts'
import {checkColours} from './colours.ts'
import {type FontFile, themeCss} from './css.ts'

/** How the site is branded; a project without `theme.yml` has an empty one. */
export interface Theme {
  readonly name?: Texts
  /** Files of `assets/`. */
  readonly logo?: {readonly file: string; readonly dark?: string; readonly alt: Texts}
  readonly favicon?: string
  readonly footer?: {readonly note?: Texts; readonly links: readonly {readonly to: string; readonly text: Texts}[]}
  /** What follows the style sheet. */
  readonly css: string
  /** Files of the site by their path. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Fonts are part of every page's style sheet: all files together, in bytes. */
const FONTS_AT_MOST = 100_000

/** Reads `reports/theme.yml`; throws all that is wrong with it, with its lines (status 2). `style`: the site's style sheet. */
export function loadTheme(project: Project, style: string): Theme {
  const {reports} = project.catalog.paths
  const shown = join(reports, THEME_FILE)
  if (!existsSync(join(project.folder, shown))) return {css: '', files: new Map()}
  const yaml = readYaml(join(project.folder, shown), shown)
  refuse(yaml.problems)
  const problems: Problem[] = []
  const input = validate(themeSchema, yaml, yaml.data ?? {}, [], problems)
  refuse(problems)
  const files = new Files(join(project.folder, reports), yaml, problems)
  const theme = themeOf(input!, files)
  problems.push(...checkColours(input!, yaml, style), ...missingLanguages(input!, yaml, project.catalog.languages))
  refuse(problems)
  return theme
}

function themeOf(input: ThemeInput, files: Files): Theme {
  const {name, logo, favicon, footer, font} = input
  const fonts = (font?.files ?? []).flatMap(({file, weight, italic}, i): FontFile[] => {
    const bytes = files.read(file, ['font', 'files', i, 'file'])
    return bytes ? [{weight, italic, bytes}] : []
  })
  files.weigh(fonts)
  return {
    ...(name === undefined ? {} : {name}),
    ...(logo === undefined
      ? {}
      : {
          logo: {
            file: files.publish('logo', logo.file, ['logo', 'file']),
            ...(logo.dark === undefined ? {} : {dark: files.publish('logo-dark', logo.dark, ['logo', 'dark'])}),
            alt: logo.alt,
          },
        }),
    ...(favicon === undefined ? {} : {favicon: files.publish('favicon', favicon, ['favicon'])}),
    ...(footer === undefined
      ? {}
      : {footer: {links: footer.links, ...(footer.note === undefined ? {} : {note: footer.note})}}),
    css: themeCss(input, fonts),
    files: files.published,
  }
}

/** The files that a theme names; one that does not exist is a problem at its line. */
class Files {
  readonly published = new Map<string, Uint8Array>()
  private readonly folder: string
  private readonly yaml: YamlFile
  private readonly problems: Problem[]

  constructor(folder: string, yaml: YamlFile, problems: Problem[]) {
    this.folder = folder
    this.yaml = yaml
    this.problems = problems
  }

  read(file: string, path: YamlPath): Uint8Array | undefined {
    try {
      return readFileSync(join(this.folder, file))
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : (error as Error).message
      this.problems.push(
        fault('missing-file', `${file} ${why}`, {
          ...this.yaml.place(path),
          hint: `it is looked for beside ${this.yaml.file}`,
        }),
      )
      return undefined
    }
  }

  /** Puts a file into `assets/`; gives its name there. */
  publish(as: string, file: string, path: YamlPath): string {
    const name = `${as}${extname(file).toLowerCase()}`
    const bytes = this.read(file, path)
    if (bytes) this.published.set(`assets/${name}`, bytes)
    return name
  }

  weigh(fonts: readonly FontFile[]): void {
    const bytes = fonts.reduce((sum, font) => sum + font.bytes.length, 0)
    if (bytes <= FONTS_AT_MOST) return
    const said = `the fonts are ${Math.ceil(bytes / 1000)} kB, and every page would carry them: at most ${FONTS_AT_MOST / 1000} kB`
    this.problems.push(
      fault('fonts-too-large', said, {
        ...this.yaml.keyPlace(['font', 'files']),
        hint: 'reduce them to the letters of your languages, or name fewer',
      }),
    )
  }
}

/** Texts that some language of the catalog lacks. */
function missingLanguages({name, logo, footer}: ThemeInput, yaml: YamlFile, languages: readonly string[]): Problem[] {
  const texts: (readonly [YamlPath, Texts | undefined])[] = [
    [['name'], name],
    [['logo', 'alt'], logo?.alt],
    [['footer', 'note'], footer?.note],
    ...(footer?.links ?? []).map(({text}, i) => [['footer', 'links', i, 'text'], text] as const),
  ]
  return texts.flatMap(([path, given]) => {
    const missing = given === undefined ? [] : languages.filter(language => !(language in given))
    return missing.length === 0
      ? []
      : [fault('missing-language', `${path.join('.')} has no text for ${missing.join(', ')}`, yaml.keyPlace(path))]
  })
}
