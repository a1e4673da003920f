import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {GRAINS} from '../core/days.ts'
import {fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {DataTest} from './data-test.ts'
import {compileDataTests} from './data-tests.ts'
import {keptNames} from './kept-names.ts'
import type {Project} from './load.ts'
import {compileMarts, type MeasureNode, measuresSql} from './marts.ts'
import {compileModels, TEMPLATES, type TemplateName} from './models.ts'
import {type CompiledNode, DATA_END} from './nodes.ts'
import {checkVariables} from './variables.ts'

export interface Compiled {
  readonly project: Project
  /** Every node, each after those it reads. */
  readonly nodes: readonly (CompiledNode | MeasureNode)[]
  readonly tests: readonly DataTest[]
}

/** Compiles a project to SQL; touches no database. Cycles are problems (status 2). */
export function compileProject(project: Project): Compiled {
  checkVariables(project)
  const generated = compileMarts(project)
  const models = compileModels(
    project,
    generated.filter(node => node.layer === 'marts' && node.kind === 'table').map(node => node.name),
  )
  refuse([...keptNames([...models, ...generated]), ...sameNames(project, models, generated)])
  const nodes = sorted([...models, ...generated])
  checkNotes(project, nodes)
  return {project, nodes, tests: compileDataTests(project, nodes)}
}

/** Two nodes must not write the same relation: a model and a mart of the catalog, or two marts of the catalog. */
function sameNames(project: Project, models: readonly CompiledNode[], generated: readonly CompiledNode[]): Problem[] {
  const {yaml, families} = project.catalog
  const owners = new Map<string, string>(models.map(model => [model.relation, `the model ${model.file}`]))
  const problems: Problem[] = []
  for (const node of generated) {
    if (node.kind === 'measures') continue
    const table = [...project.definitions.components].find(
      ([, each]) => each.form !== 'list' && (each as Partial<Record<string, unknown>>)[each.form] === node.name,
    )
    const what = table
      ? `the ${table[1].form} ${table[0]}`
      : node.name in families
        ? `the family "${node.name}"`
        : `the mart "${node.name}"`
    const owner = owners.get(node.relation)
    if (owner !== undefined && node.kind === 'table') {
      const place = table ? yaml.place(['components', table[0], table[1].form]) : yaml.keyPlace(['families', node.name])
      problems.push(
        fault('duplicate-model', `${what} and ${owner} would both be ${node.relation}`, {
          ...place,
          hint: 'give one of them another name',
        }),
      )
    }
    owners.set(node.relation, what)
  }
  return problems
}

/** What the YAML files describe must be there. */
function checkNotes(project: Project, nodes: readonly CompiledNode[]): void {
  const names = nodes.filter(node => node.kind === 'view' || node.kind === 'table').map(node => node.name)
  refuse(
    [...project.declarations.models.values()]
      .filter(
        model => !model.isOptional && !names.includes(model.name) && !TEMPLATES.includes(model.name as TemplateName),
      )
      .map(model =>
        fault('unknown-model', `there is no model "${model.name}"`, {
          ...model.yaml.keyPlace(['models', model.name]),
          hint: suggestion(model.name, names, 'models'),
        }),
      ),
  )
}

/** Orders nodes so that each comes after those it reads; stable. */
function sorted<N extends CompiledNode>(nodes: readonly N[]): N[] {
  const byName = new Map(nodes.map(node => [node.name, node]))
  const done = new Set<string>()
  const order: N[] = []
  const path = new Set<string>() // in the order of insertion
  const visit = (node: N) => {
    if (done.has(node.name)) return
    if (path.has(node.name)) {
      const names = [...path]
      const cycle = [...names.slice(names.indexOf(node.name)), node.name]
      throw new ProblemError([
        fault('cycle', `models read each other in a circle: ${cycle.join(' → ')}`, {
          file: node.file,
          line: 1,
          column: 1,
        }),
      ])
    }
    path.add(node.name)
    for (const name of node.upstream) {
      const upstream = byName.get(name)
      if (upstream && name !== DATA_END) visit(upstream)
    }
    path.delete(node.name)
    done.add(node.name)
    order.push(node)
  }
  for (const node of nodes) visit(node)
  return order
}

/**
 * Writes every statement to `target/compiled/`, one readable file each; a measure group has one per grain. Files that are as they
 * should be are left alone, others are removed.
 */
export function writeCompiled(compiled: Compiled, target: string): void {
  const folder = join(target, 'compiled')
  const present = new Set(filesBelow(folder))
  const write = (name: string, sql: string) => {
    const path = join(folder, name)
    if (present.delete(path)) {
      if (readFileSync(path, 'utf8') === sql) return
    } else mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, sql)
  }
  for (const node of compiled.nodes) {
    if (node.kind === 'measures') {
      for (const grain of GRAINS)
        write(
          join(compiledPath(node), `${grain}.sql`),
          measuresSql(compiled.project, (node as MeasureNode).group, grain),
        )
    } else write(compiledPath(node), node.sql)
  }
  for (const test of compiled.tests) write(join('tests', `${test.name}.sql`), test.sql)
  for (const path of present) rmSync(path)
  for (const emptied of new Set([...present].map(path => dirname(path))))
    if (readdirSync(emptied).length === 0) rmSync(emptied, {recursive: true})
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name))
}

/** Where a node's statement is written in `target/compiled/`: a file; of a measure group, a folder. */
export function compiledPath(node: CompiledNode): string {
  if (node.kind === 'measures') return node.name
  if (node.kind === 'macro') return `${node.name.replace(/^macro/, 'macros')}.sql`
  return `${node.layer}/${node.name}.sql`
}
