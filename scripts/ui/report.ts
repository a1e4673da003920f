import {relative} from 'node:path'
import {report} from '../commands/report.ts'
import {settle} from '../core/settings.ts'
import {seconds} from './progress.ts'
import {publicationText} from './publication.ts'
import {tellWarnings} from './warnings.ts'

/** Writes the site anew from the published warehouse; what was written goes to stdout. */
export async function reportCommand(options: {
  project?: string
  target?: string
  format: 'text' | 'json'
}): Promise<void> {
  const summary = await report(options, problem => tellWarnings([problem], options))
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
    return
  }
  if (summary.publishes) process.stdout.write(`${publicationText(summary.publishes)}\n`)
  const target = relative(process.cwd(), settle(options).target) || '.'
  process.stdout.write(
    summary.published
      ? `published version ${summary.version}: ${target}/site/index.html, ${summary.pages} pages, ${megabytes(summary.bytes)}, in ${seconds(summary.ms)}\n`
      : `nothing has changed since version ${summary.version}, which stays published\n`,
  )
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
