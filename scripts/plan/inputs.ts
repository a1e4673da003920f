import type {AggregateOf, ExpressionAt, Measure} from '../catalog/definitions.ts'
import type {Wanted} from '../compile/groups.ts'
import {type CompiledNode, DATA_END, PERIODS} from '../compile/nodes.ts'
import type {Compiled} from '../compile/project.ts'
import {TEMPLATES, type TemplateName, templateFile} from '../compile/template-names.ts'
import {dataEngine} from '../core/engine.ts'
import {fingerprint} from '../core/hash.ts'
import {normalTemplate} from '../sql/normal.ts'
import {type Fingerprints, type Statement, statementsOf, upstreamOf} from './fingerprints.ts'

/**
 * What something is made from, each with its fingerprint: `sql:`, `template:family`, `macro:seconds`, `definition:where`,
 * `upstream:fct_orders`, `source:orders`, `measure:Shop-Card-1`, `entry:Shop-Card-1` (its values), `calendar:`, `data_end:`,
 * `engine:`, and `statement:`, which is all of its SQL.
 */
export type Inputs = Readonly<Record<string, string>>

/** Under which names the inputs of a node, a measure, a part of a table and a source are kept. */
export const subject = {
  node: (name: string) => `node ${name}`,
  measure: (id: string) => `measure ${id}`,
  part: (node: string, key: string) => `part ${node} ${key}`,
  source: (name: string) => `source ${name}`,
}

/** What a node is made from; of measure groups and tables made of parts, see `measureInputs` and `partInputs`. */
export function nodeInputs(compiled: Compiled, prints: Fingerprints, node: CompiledNode): Inputs {
  return {
    'engine:': dataEngine(),
    ...statementInputs(compiled, node, statementsOf(compiled).node(node)),
    ...(node.kind === 'macro'
      ? {}
      : Object.assign({}, ...node.upstream.map(name => upstreamInput(prints, node, name)))),
  }
}

/** What a measure is made from. */
export function measureInputs(compiled: Compiled, prints: Fingerprints, node: CompiledNode, wanted: Wanted): Inputs {
  const definition = definitionOf(compiled, wanted)
  return {
    'engine:': dataEngine(),
    ...statementInputs(compiled, node, statementsOf(compiled).measure(wanted)),
    ...Object.fromEntries(Object.entries(definition).map(([key, value]) => [`definition:${key}`, json(value)])),
    ...Object.assign({}, ...upstreamOf(wanted).map(name => upstreamInput(prints, node, name))),
  }
}

/** What a part of a table is made from. */
export function partInputs(compiled: Compiled, prints: Fingerprints, node: CompiledNode, key: string): Inputs {
  const {measures, nodes, definition} = node.parts!.from.get(key)!
  return {
    'engine:': dataEngine(),
    ...statementInputs(compiled, node, statementsOf(compiled).part(node, key)),
    ...Object.fromEntries(Object.entries(definition).map(([name, value]) => [`definition:${name}`, json(value)])),
    ...Object.fromEntries(measures.map(id => [`measure:${id}`, prints.measures.get(id) ?? ''])),
    ...Object.assign({}, ...nodes.map(name => upstreamInput(prints, node, name))),
  }
}

/** A statement, and the texts from which it is written: the model's own or the template's, and the macros'. */
function statementInputs({project}: Compiled, node: CompiledNode, {print, macros}: Statement): Inputs {
  const name = node.file
    .split('/')
    .at(-1)!
    .replace(/\.sql$/, '') as TemplateName
  const isTemplate = TEMPLATES.includes(name) && templateFile(project, name) === node.file
  return {
    'statement:': print,
    [isTemplate ? `template:${name}` : 'sql:']: fingerprint(normalTemplate(node.template)),
    ...Object.fromEntries(
      macros.map(macro => [`macro:${macro}`, fingerprint(normalTemplate(project.templates.macros.get(macro)!.text))]),
    ),
  }
}

function upstreamInput(prints: Fingerprints, node: CompiledNode, name: string): Inputs {
  const parts = prints.parts.get(name)
  const read = node.reads?.get(name)
  if (read && parts) return Object.fromEntries(read.map(key => [`entry:${key}`, parts.get(key) ?? '']))
  const print = prints.made.get(name) ?? ''
  if (name === DATA_END) return {'data_end:': print}
  if (name === PERIODS) return {'calendar:': print}
  return {[name.startsWith('source:') ? name : `upstream:${name}`]: print}
}

/** What the catalog says of a measure, by the keys of its language. */
function definitionOf({project}: Compiled, {measure, dimensions}: Wanted): Readonly<Record<string, unknown>> {
  const {expressions} = project.tools
  const text = (at: ExpressionAt | undefined) => at && (expressions.get(at.text)?.canonical ?? at.text)
  const aggregate = ({aggregate: name, value, at}: AggregateOf) => [name, text(value), at]
  const {kind, fact, date, where, per, each, having, related, enters, leaves}: Measure = measure
  return {
    [measure.aggregate]: [kind, ...aggregate(measure)],
    from: fact,
    date,
    where: where.map(text).sort(),
    per,
    each: each.map(inner => [inner.alias, ...aggregate(inner)]),
    having: text(having),
    related: related.map(rows => [rows.alias, rows.fact, rows.date, rows.on, text(rows.where), ...aggregate(rows)]),
    enters,
    leaves,
    dimensions: [Object.entries(measure.dimensions), dimensions],
  }
}

function json(value: unknown): string {
  return fingerprint(JSON.stringify(value ?? null))
}
