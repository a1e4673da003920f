import {readFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {fault, type Problem, refuse} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {Project} from './load.ts'
import {type CompiledNode, DATA_END} from './nodes.ts'
import {TEMPLATES, type TemplateName} from './template-names.ts'
import {variableValues} from './variables.ts'

export {TEMPLATES, type TemplateName} from './template-names.ts'

const LAYERS = ['staging', 'facts', 'marts'] as const

/** Renders every model written by hand; unknown names and cycles are problems with their place. */
export function compileModels(project: Project, generated: readonly string[]): CompiledNode[] {
  const {declarations, templates, catalog} = project
  const problems: Problem[] = []
  const files = [...declarations.files].filter(([name]) => !TEMPLATES.includes(name as TemplateName))
  const layers = new Map(files.map(([name, file]) => [name, layerOf(file)]))
  const nodes: CompiledNode[] = []
  const values = variableValues(project.settings)
  for (const [name, file] of files) {
    const layer = layers.get(name)
    if (!layer) {
      problems.push(
        fault('no-layer', `model "${name}" lies in no layer's folder`, {
          file,
          line: 1,
          column: 1,
          hint: `move it to a folder named ${LAYERS.join(', ')}`,
        }),
      )
      continue
    }
    const template = {file, text: readFileSync(join(project.folder, file), 'utf8')}
    const found = templates.check(
      template,
      new Set(['ref', 'source', 'data_end', 'timezone', 'currency', 'if', 'each', 'unless']),
    )
    problems.push(...found)
    if (found.length > 0) continue
    const upstream = new Set<string>()
    const at = (written: string) => {
      const offset = template.text.indexOf(`"${written}"`)
      const before = template.text.slice(0, Math.max(0, offset)).split('\n')
      return {file, line: before.length, column: before.at(-1)!.length + 2, length: written.length}
    }
    const context = {
      timezone: catalog.timezone,
      currency: catalog.currency,
      var: values,
      data_end: () => {
        upstream.add(DATA_END)
        return '(select data_end.ends_at from meta.data_end as data_end)'
      },
      ref: (wanted: string) => {
        const target = layers.get(wanted) ?? (generated.includes(wanted) ? 'marts' : undefined)
        if (!target)
          problems.push(
            fault('unknown-ref', `there is no model "${wanted}"`, {
              ...at(wanted),
              hint: suggestion(wanted, [...layers.keys(), ...generated], 'models'),
            }),
          )
        upstream.add(wanted)
        return `${target}.${wanted}`
      },
      source: (wanted: string) => {
        if (!declarations.sources.has(wanted))
          problems.push(
            fault('unknown-source', `there is no source "${wanted}"`, {
              ...at(wanted),
              hint: suggestion(wanted, declarations.sources.keys(), 'sources'),
            }),
          )
        upstream.add(`source:${wanted}`)
        return `sources.${wanted}`
      },
    }
    const {result: sql, macros} = templates.traced(() => templates.render(template, context))
    nodes.push({
      name,
      layer,
      kind: layer === 'staging' ? 'view' : 'table',
      relation: `${layer}.${name}`,
      file,
      sql,
      upstream: [...upstream],
      template: template.text,
      macros,
    })
  }
  refuse(problems)
  return nodes
}

function layerOf(file: string): (typeof LAYERS)[number] | undefined {
  const folders = dirname(file).split('/').reverse()
  return folders.map(folder => LAYERS.find(layer => layer === basename(folder))).find(layer => layer !== undefined)
}
