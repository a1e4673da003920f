import {fault, type Problem} from '../core/problem.ts'
import {suggestion} from '../core/suggest.ts'
import type {YamlPath} from '../core/yaml-file.ts'
import type {Catalog} from './catalog.ts'
import type {ComponentInput} from './catalog-schema.ts'
import type {Kpi} from './definitions.ts'
import type {Declarations} from './models.ts'

/** What charts, tables and labels name must be there: KPIs, their breakdowns, models and columns. */
export function checkComponents(
  catalog: Catalog,
  declarations: Declarations,
  kpis: ReadonlyMap<string, Kpi>,
  problems: Problem[],
): void {
  const {yaml} = catalog
  const report = (path: YamlPath, code: string, message: string, hint?: string) => {
    problems.push(
      fault(code, `${path.slice(1).join('.')}: ${message}`, {
        ...yaml.place(path),
        ...(hint === undefined ? {} : {hint}),
      }),
    )
  }
  const dimension = (name: string, path: YamlPath): boolean => {
    if (name in catalog.dimensions) return true
    report(
      path,
      'unknown-dimension',
      `there is no dimension "${name}"`,
      suggestion(name, Object.keys(catalog.dimensions)),
    )
    return false
  }
  /** A KPI, which must have the breakdown where one is wanted; one with problems of its own is reported there. */
  const kpi = (ref: string, path: YamlPath, by?: string) => {
    const found = kpis.get(ref)
    if (!found && !catalog.kpis.has(ref))
      report(path, 'unknown-kpi', `there is no KPI "${ref}"`, suggestion(ref, catalog.kpis.keys(), 'KPIs'))
    if (found && by !== undefined && by in catalog.dimensions && !found.dimensions.includes(by)) {
      report(
        path,
        'no-such-breakdown',
        `${ref} has no breakdown by ${by}`,
        found.dimensions.length === 0 ? 'it has no dimensions' : `its dimensions: ${found.dimensions.join(', ')}`,
      )
    }
  }
  const column = (model: string, name: string, path: YamlPath) => {
    const columns = Object.keys(declarations.models.get(model)?.columns ?? {})
    if (columns.length > 0 && !columns.includes(name))
      report(path, 'unknown-column', `${model} has no column "${name}"`, suggestion(name, columns, 'columns'))
  }
  const model = (name: string, path: YamlPath) => {
    const valid = [...declarations.models.values()].filter(each => each.columns).map(each => each.name)
    if (!valid.includes(name))
      report(
        path,
        'unknown-model',
        `there is no model "${name}" with declared columns`,
        suggestion(name, valid, 'models'),
      )
  }

  for (const [name, {labels}] of Object.entries(catalog.dimensions)) {
    if (!labels) continue
    const path = ['dimensions', name, 'labels']
    model(labels.model, [...path, 'model'])
    column(labels.model, labels.key, [...path, 'key'])
    column(labels.model, labels.label, [...path, 'label'])
  }
  for (const [ref, component] of catalog.components) checkComponent(component, ['components', ref])
  for (const found of kpis.values()) {
    for (const by of Object.keys(found.input.target?.by ?? {})) {
      const path = ['kpis', found.ref, 'target', 'by', by]
      if (dimension(by, path)) kpi(found.ref, path, by)
    }
    for (const [i, name] of (found.input.fluctuates_by ?? []).entries()) {
      if (name in catalog.dimensions && !found.dimensions.includes(name)) {
        report(
          ['kpis', found.ref, 'fluctuates_by', i],
          'no-such-breakdown',
          `${found.ref} has no breakdown by ${name}`,
          `its dimensions: ${found.dimensions.join(', ')}`,
        )
      }
    }
  }

  function checkComponent(component: ComponentInput, path: YamlPath): void {
    switch (component.form) {
      case 'histogram':
        return
      case 'donut':
        if (dimension(component.by, [...path, 'by']) && typeof component.donut === 'string')
          kpi(component.donut, [...path, 'donut'], component.by)
        return
      case 'lines':
        for (const [i, line] of component.lines.entries()) {
          const names = Object.entries(line.only ?? {})
          if (names.length > 1)
            report([...path, 'lines', i, 'only'], 'two-breakdowns', 'a line shows one value of one dimension')
          for (const [name, value] of names) {
            const at = [...path, 'lines', i, 'only', name]
            const values = dimension(name, at) ? catalog.dimensions[name]!.values : undefined
            if (values && !(value in values))
              report(
                at,
                'unknown-value',
                `${name} has no value "${value}"`,
                suggestion(value, Object.keys(values), 'values'),
              )
          }
          kpi(line.kpi, [...path, 'lines', i, 'kpi'], names[0]?.[0])
        }
        return
      case 'funnel':
        for (const [i, step] of component.funnel.entries()) {
          for (const [j, each] of step.sum.entries()) {
            kpi(each, [...path, 'funnel', i, 'sum', j])
            const added = kpis.get(each)
            if (added?.additivity === 'none' && step.sum.length > 1)
              report(
                [...path, 'funnel', i, 'sum', j],
                'not-additive',
                `${each} cannot be added up`,
                'counts and sums of rows can; rates, averages, medians and distinct counts cannot',
              )
          }
          for (const [j, each] of step.rates.entries()) kpi(each, [...path, 'funnel', i, 'rates', j])
        }
        return
      case 'table': {
        const bys = [component.by].flat()
        for (const [i, by] of bys.entries())
          dimension(by, Array.isArray(component.by) ? [...path, 'by', i] : [...path, 'by'])
        if ((component.model === undefined) !== (component.key === undefined))
          report(path, 'missing-key', '"model" and "key" belong together')
        if (component.model !== undefined) model(component.model, [...path, 'model'])
        if (component.model !== undefined && component.key !== undefined)
          column(component.model, component.key, [...path, 'key'])
        for (const name of Object.keys(component.attributes))
          if (component.model !== undefined) column(component.model, name, [...path, 'attributes', name])
        for (const [i, each] of component.columns.entries())
          for (const by of kpis.has(each) ? bys : bys.slice(0, 1)) kpi(each, [...path, 'columns', i], by)
        for (const [by, columns] of Object.entries(component.also)) {
          dimension(by, [...path, 'also', by])
          for (const each of Object.keys(columns))
            if (!component.columns.includes(each))
              report(
                [...path, 'also', by, each],
                'unknown-column',
                `the table has no column "${each}"`,
                suggestion(each, component.columns, 'columns'),
              )
        }
        return
      }
      case 'scatter': {
        for (const key of ['x', 'y', 'size'] as const)
          for (const by of [component.by].flat()) kpi(component[key], [...path, key], by)
        for (const by of [component.by].flat()) dimension(by, [...path, 'by'])
        return
      }
      case 'matrix':
        for (const key of ['rows', 'columns'] as const)
          if (dimension(component[key], [...path, key])) kpi(component.kpi, [...path, 'kpi'], component[key])
        return
      case 'bars':
        for (const [i, group] of component.groups.entries())
          for (const [j, bar] of group.bars.entries()) {
            const at = [...path, 'groups', i, 'bars', j]
            if (bar.by === undefined || dimension(bar.by, [...at, 'by'])) kpi(bar.kpi, [...at, 'kpi'], bar.by)
          }
        return
      case 'list':
        model(component.list, [...path, 'list'])
        column(component.list, component.date, [...path, 'date'])
        for (const name of Object.keys(component.columns)) column(component.list, name, [...path, 'columns', name])
    }
  }
}
