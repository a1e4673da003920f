import {columnName} from '../catalog/catalog.ts'
import {groupBy} from '../core/group-by.ts'
import type {PlannedWork} from './plan.ts'
import {describe, isCause, type Reason} from './reasons.ts'

/** A cause of what a build would compute, and where it strikes. */
export interface Cause {
  /** `own SQL`, `macro seconds`, `definition: where`, `source: file content`. */
  readonly what: string
  /** Nodes, sources, or the refs of KPIs and charts. */
  readonly of: readonly string[]
}

/** What a plan's computations come from: what was edited, each once, not all that follows from it. */
export function causesOf(
  {build, drop}: Pick<PlannedWork, 'build' | 'drop'>,
  sources: readonly {readonly name: string; readonly changed: readonly string[]}[],
): Cause[] {
  const causes = new Map<string, Set<string>>()
  const add = (what: string, of: string) => causes.set(what, (causes.get(what) ?? new Set()).add(of))
  const defined = new Set<string>()
  const note = (name: string, reasons: readonly Reason[]) => {
    for (const reason of reasons.filter(isCause)) {
      if (reason.input === 'statement') continue
      if (reason.input === 'definition') defined.add(columnName(name))
      add(describe(reason).replace(/^its /, ''), name)
    }
  }
  for (const node of build) {
    // a table macro calls others where its KPI is defined otherwise, which is told of the KPI
    const told = ({input, change}: Reason) => node.kind !== 'macro' || input !== 'macro' || change === 'changed'
    if (node.parts === undefined) note(node.name, node.reasons.filter(told))
    // one line for all, where a reason is that of all
    for (const part of node.parts ?? []) {
      const whole =
        node.parts!.length === node.of && node.reasons.some(each => ['nothing', 'engine'].includes(each.input))
      if (whole) note(node.name, node.reasons)
      else note(refOf(part.name), part.reasons)
    }
  }
  // a statement that is written otherwise although its texts are as they were: the catalog says something else
  for (const node of build) {
    if (node.parts !== undefined || !node.reasons.some(reason => reason.input === 'statement')) continue
    const follows = node.reasons.some(({input}) => input === 'entry') || defined.has(node.name.replace('macro/', ''))
    if (!follows) add('the catalog', node.name)
  }
  for (const {name} of drop) add('no longer in the project', name)
  return [
    ...[...groupBy(sources, ({changed}) => changed.join(', '))].map(([changed, some]) => ({
      what: changed === 'new' ? 'new source' : `source: ${changed}`,
      of: some.map(source => source.name),
    })),
    ...[...causes].map(([what, of]) => ({what, of: [...of]})),
  ]
}

/** The KPI or chart of a measure: `Shop-Card-12` of `Shop-Card-12.numerator`. */
export function refOf(measure: string): string {
  return measure.split('.')[0]!
}
