import {type AuditArguments, type AuditSummary, audit} from '../commands/audit.ts'
import {EXIT} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {type Said, sayAudit} from './audit-text.ts'
import {complain, type LogFormat} from './complain.ts'
import {formatProblems} from './problems.ts'
import {drawProgress, seconds} from './progress.ts'
import {sayingSettling, settlingLines, settlingMarkdown} from './settling-text.ts'
import {wrap} from './wrap.ts'

export interface AuditOptions extends AuditArguments {
  readonly format: 'text' | 'json' | 'markdown'
  readonly logFormat?: LogFormat
}

const WIDTH = 80

/** Prints what an audit found; status 1 when a promise is broken. */
export async function auditCommand(options: AuditOptions): Promise<void> {
  const progress = drawProgress(process.stderr, settle(options).project, options.logFormat)
  const summary = await audit(options, progress.listen).finally(progress.end)
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(plain(summary), null, 2)}\n`)
  else {
    const said = sayAudit(summary)
    process.stdout.write(options.format === 'markdown' ? markdown(said, summary) : text(said, summary))
  }
  tellKept(summary, options)
  if (summary.causes.length > 0 || summary.kept?.kind === 'failed') process.exitCode = EXIT.failed
}

/** One line on stderr about what became of the results; why, where they could not be published. */
function tellKept({kept}: AuditSummary, options: AuditOptions): void {
  if (kept === undefined) return
  if (kept.kind === 'failed') {
    complain(kept.problems, options)
    return
  }
  const line =
    kept.kind === 'recorded'
      ? `another version (${kept.version}) was published meanwhile; the results are on record, and the next kpi build publishes them`
      : kept.published
        ? `published version ${kept.version} with these results: marts.kpi_audit and the site`
        : `nothing has changed since version ${kept.version}, which stays published`
  process.stderr.write(`${line}\n`)
}

function text({headline, causes, notes}: Said, {warnings, settling, project, ms}: AuditSummary): string {
  const wrapped = (line: string, indent: string) => wrap(line, WIDTH - indent.length).join(`\n${indent}`)
  const blocks = causes.map(({heading, lines}) =>
    [`✗ ${wrapped(heading, '  ')}`, ...lines.map(line => `  ${wrapped(line, '    ')}`)].join('\n'),
  )
  const rest = notes.map(line => wrapped(line, '  '))
  const curves = sayingSettling(settling)
  const early = warnings.length > 0 ? [formatProblems(warnings, project.folder)] : []
  const table = curves ? [settlingLines(curves).join('\n')] : []
  return `${[...blocks, ...early, ...table, ...(rest.length > 0 ? [rest.join('\n')] : []), wrap(`${headline}; ${seconds(ms)}`, WIDTH).join('\n')].join('\n\n')}\n`
}

function markdown({headline, causes, notes}: Said, {warnings, settling}: AuditSummary): string {
  const blocks = causes.map(({heading, lines}) => [`### ${heading}`, '', '```', ...lines, '```'].join('\n'))
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [[`### ${title}`, '', ...items.map(item => `- ${item}`)].join('\n')]
  const early = warnings.map(
    ({message, hint, file, line, column}) => `${message} (\`${file}:${line}:${column}\`; ${hint})`,
  )
  const curves = sayingSettling(settling)
  const table = curves ? [settlingMarkdown(curves)] : []
  return `${['## Audit', `${headline}.`, ...blocks, ...list('Warnings', early), ...table, ...list('Notes', notes)].join('\n\n')}\n`
}

/** The result as JSON: KPIs by their refs. */
function plain({days, verdicts, causes, unreplayed, warnings, settling}: AuditSummary): object {
  const told = ({
    kpi,
    lastMoved,
    settlesAfter,
    settlesTooEarly,
    late: _,
    ...rest
  }: AuditSummary['verdicts'][number]) => ({
    kpi_ref: kpi.ref,
    promise: kpi.input.fixed === false ? 'fluctuating' : 'fixed',
    fluctuates_by: kpi.input.fluctuates_by ?? [],
    ...rest,
    last_moved_days: lastMoved,
    settles_after_days: settlesAfter,
    settles_too_early: settlesTooEarly,
  })
  return {
    days,
    kpis: verdicts.map(told),
    causes: causes.map(({kpi, evidence, heirs}) => ({kpi_ref: kpi.ref, heirs, evidence})),
    warnings,
    settling: settling.map(({kpi, points}) => ({kpi_ref: kpi.ref, points})),
    not_replayed: unreplayed.map(({source, columns, isWhole}) => ({source, columns, whole: isWhole})),
  }
}
