import {relative} from 'node:path'
import {type BuildArguments, build} from '../commands/build.ts'
import {settle} from '../core/settings.ts'
import {drawProgress, seconds} from './progress.ts'
import {publicationText} from './publication.ts'
import {tellWarnings} from './warnings.ts'

/** Runs a build, its progress on stderr, its summary on stdout. */
export async function buildCommand(options: BuildArguments & {readonly format: 'text' | 'json'}): Promise<void> {
  const place = settle(options)
  const progress = drawProgress(process.stderr, place.project)
  const summary = await build(options, progress.listen).finally(progress.end)
  tellWarnings(summary.outdated, options)
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
    return
  }
  const target = relative(process.cwd(), place.target) || '.'
  const what = summary.published
    ? `published version ${summary.version}: ${target}/warehouse.duckdb, ${target}/parquet, ${target}/site/index.html`
    : summary.left.length > 0
      ? `not published: ${summary.left.length} stale node${summary.left.length === 1 ? ' was' : 's were'} not selected (${summary.left.slice(0, 5).join(', ')}${summary.left.length > 5 ? ', …' : ''}); run kpi build to publish`
      : `nothing has changed since version ${summary.version}, which stays published`
  for (const warning of summary.warnings) {
    process.stdout.write(
      `warning ${warning.name}: ${warning.failing.toLocaleString('en-GB')} row${warning.failing === 1 ? '' : 's'}: ${warning.complaint}\n`,
    )
  }
  for (const {source, rows} of summary.quarantined) {
    process.stdout.write(
      `quarantined ${source}: ${rows.toLocaleString('en-GB')} row${rows === 1 ? '' : 's'} could not be read; they are in meta.quarantine\n`,
    )
  }
  if (summary.publishes) process.stdout.write(`${publicationText(summary.publishes)}\n`)
  process.stdout.write(
    `${summary.rebuilt.length} of ${summary.total} nodes rebuilt in ${seconds(summary.ms)}; data through ${summary.dataEnd === '' ? '–' : `${summary.dataEnd} UTC`}\n${what}\n`,
  )
}
