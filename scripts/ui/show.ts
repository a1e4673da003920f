import {type KpiSheet, show} from '../commands/show.ts'
import {auditedText} from './show-audit.ts'
import {tellWarnings} from './warnings.ts'
import {wrap} from './wrap.ts'

/** Prints one KPI's sheet. */
export async function showCommand(options: {
  readonly ref: string
  readonly project?: string
  readonly target?: string
  readonly format: 'text' | 'json'
}): Promise<void> {
  const {sheet, outdated, warnings} = await show(options)
  tellWarnings(warnings, options)
  process.stdout.write(options.format === 'json' ? `${JSON.stringify(sheet, null, 2)}\n` : draw(sheet))
  const {refs, models} = outdated
  if (refs.length + models.length > 0)
    process.stderr.write(
      `note: this is ${sheet.ref} as the project is now; what is published was built before ${[...refs, ...models].join(', ')} changed (run kpi build)\n`,
    )
}

function draw(sheet: KpiSheet): string {
  const {fixed, fluctuates_by: by = [], settles_after: after} = sheet.promise
  const promise = fixed
    ? by.length > 0
      ? `fixed; by ${by.join(', ')} it may change for ${after}`
      : 'fixed: nothing that happens after the period changes it'
    : `fluctuating: it may change for ${after} after the period`
  const rows: [string, string][] = [
    ...Object.entries(sheet.names).map(([language, name]): [string, string] => [`name (${language})`, name]),
    ...Object.entries(sheet.descriptions).map(([language, text]): [string, string] => [
      `what (${language})`,
      text.trim(),
    ]),
    ...Object.entries(sheet.notes).map(([language, text]): [string, string] => [`note (${language})`, text.trim()]),
    ['status', sheet.status],
    ...(sheet.aliases.length === 0 ? [] : [['formerly', sheet.aliases.join(', ')] satisfies [string, string]]),
    ['family', sheet.family],
    ['kind', `${sheet.kind}, in ${sheet.unit}, ${ADDITIVITY[sheet.additivity]}`],
    ['formula', sheet.formula],
    ['dated by', sheet.anchors.join(', ')],
    ['dimensions', sheet.dimensions.join(', ') || 'none'],
    ['promise', promise],
    ['audited', auditedText(sheet)],
    ['made of', sheet.dependsOn.join(', ') || 'no other KPI'],
    ['used by', sheet.usedBy.join(', ') || 'no other KPI'],
    ...Object.entries(sheet.lineage).map(([layer, names]): [string, string] => [layer, names.join(', ')]),
    ['value from', sheet.sourceColumns.value.join(', ') || 'no column: it counts rows'],
    ['decided by', sheet.sourceColumns.decide.join(', ') || 'no other column'],
    ['column', `marts.${sheet.family}.${sheet.column}, macro marts.${sheet.column}(period_start, period_end, …)`],
    ['defined in', `${sheet.defined.file}:${sheet.defined.line}`],
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  const lines = rows.map(
    ([label, text]) => `  ${label.padEnd(width)}  ${wrap(text, 118 - width).join(`\n${' '.repeat(width + 4)}`)}`,
  )
  return `${sheet.ref}\n${lines.join('\n')}\n\n${sheet.sql}`
}

const ADDITIVITY: Readonly<Record<string, string>> = {
  additive: 'can be added up',
  dimensions_only: 'can be added up over breakdowns, not over periods',
  none: 'can’t be added up',
}
