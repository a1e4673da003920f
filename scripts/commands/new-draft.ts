import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Source} from '../catalog/models.ts'
import {NAME} from '../catalog/names.ts'
import type {Compiled} from '../compile/project.ts'
import {addToYaml} from '../core/add-to-yaml.ts'
import {fault, ProblemError} from '../core/problem.ts'
import type {PlaceOptions} from '../core/settings.ts'
import {suggestion} from '../core/suggest.ts'

export type Kind = 'kpi' | 'model' | 'source' | 'page'

export interface NewArguments extends PlaceOptions {
  readonly kind: Kind
  /** Reference of a KPI; otherwise the name of a model, source or page. */
  readonly id: string
  readonly family?: string
  readonly from?: string
  readonly date?: string
  /** `language=text`. */
  readonly name?: readonly string[]
  readonly description?: readonly string[]
}

export interface DraftFile {
  /** Relative to the project. */
  readonly file: string
  readonly text: string
  /** It is there, and is given an entry. */
  readonly extends?: boolean
}

/** What `kpi new` is about to write. */
export interface Draft {
  readonly files: readonly DraftFile[]
  /** The one of `files` with a test, and what to write instead where the test does not hold. */
  readonly test?: {readonly file: string; readonly simpler?: string}
}

/** Throws unless it is a name in SQL, as models, sources and pages have. */
export function needName(id: string, what: string): void {
  if (!NAME.test(id))
    throw new ProblemError([
      fault('wrong-name', `"${id}" can’t be the name of a ${what}`, {hint: 'lower case: letters, digits, underscores'}),
    ])
}

/** What is given, if it is valid; where nothing is, the only choice. Throws with the choices otherwise. */
export function choose(option: string, given: string | undefined, valid: readonly string[], what: string): string {
  if (given !== undefined && valid.includes(given)) return given
  if (given !== undefined)
    throw new ProblemError([
      fault('wrong-choice', `--${option}: there is no ${what} "${given}"`, {hint: suggestion(given, valid)}),
    ])
  if (valid.length === 1) return valid[0]!
  const hint = valid.length === 0 ? undefined : `one of ${valid.join(', ')}`
  const message = valid.length === 0 ? `there is no ${what} to choose from` : `--${option} is needed: which ${what}?`
  throw new ProblemError([fault('missing-option', message, hint === undefined ? {} : {hint})])
}

/** `language=text` of every language of the catalog. Throws what is missing or unknown. */
export function textsOf(
  option: string,
  given: readonly string[],
  languages: readonly string[],
): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const each of given) {
    const [, language, text] = /^([^=]*)=([\s\S]*)$/.exec(each) ?? []
    if (language === undefined || !languages.includes(language) || !text!.trim())
      throw new ProblemError([
        fault('wrong-text', `--${option} "${each}" is no text in a language of the catalog`, {
          hint: `--${option} ${languages[0]}=…`,
        }),
      ])
    texts[language] = text!
  }
  const missing = languages.filter(language => !(language in texts))
  if (missing.length > 0)
    throw new ProblemError([
      fault('missing-option', `--${option} is needed in ${missing.join(', ')}`, {
        hint: missing.map(language => `--${option} ${language}="…"`).join(' '),
      }),
    ])
  return Object.fromEntries(languages.map(language => [language, texts[language]!]))
}

/** A file with an entry more; it may not be there yet. */
export function extended(project: string, file: string, section: string, key: string, value: unknown): DraftFile {
  const isThere = existsSync(join(project, file))
  const text = isThere ? readFileSync(join(project, file), 'utf8') : ''
  return {file, text: addToYaml(text, section, key, value), ...(isThere ? {extends: true} : {})}
}

/** The comment by which editors know the schema of a folder's YAML files, as one that is there has it. */
export function schemaLine(project: string, folder: string): string {
  if (!existsSync(join(project, folder))) return ''
  for (const name of readdirSync(join(project, folder)).filter(
    each => /\.ya?ml$/.test(each) && each !== 'sources.yml',
  )) {
    const [line] = readFileSync(join(project, folder, name), 'utf8').split('\n', 1)
    if (line!.startsWith('# yaml-language-server:')) return `${line}\n`
  }
  return ''
}

/** A name in words: `asked_at` → "Asked at". */
export function inWords(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** The day of what examples give. */
export const DAY = '2026-03-02'

/** A row of a source with a value in every column: at ten o'clock in UTC, which is the same day nearly everywhere. */
export function sampleRow({columns}: Pick<Source, 'columns'>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, {type, values, min}]) => {
      if (values !== undefined) return [name, values[0]!]
      if (type === 'VARCHAR') return [name, `${name}_1`]
      if (type === 'BOOLEAN') return [name, true]
      if (type === 'DATE') return [name, DAY]
      if (type === 'TIME') return [name, '10:00:00']
      if (type === 'TIMESTAMP') return [name, `${DAY}T10:00:00Z`]
      return [name, Math.max(1, Math.ceil(min ?? 1))]
    }),
  )
}

/** The source that a model is read from first of all, by way of the models before it. */
export function sourceBehind(
  {project}: Compiled,
  model: string,
  texts: ReadonlyMap<string, string>,
): Source | undefined {
  let at: string | undefined = model
  for (const seen = new Set<string>(); at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const [, kind, name]: RegExpExecArray | string[] =
      /\{\{~?\s*(ref|source)\s+["']([^"']+)["']/.exec(
        textOf(project.folder, project.declarations.files.get(at), texts.get(at)),
      ) ?? []
    if (kind === 'source') return project.declarations.sources.get(name!)
    at = name
  }
  return undefined
}

function textOf(folder: string, file: string | undefined, given: string | undefined): string {
  return given ?? (file === undefined ? '' : readFileSync(join(folder, file), 'utf8'))
}
