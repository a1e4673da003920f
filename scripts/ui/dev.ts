import {type DevArguments, type DevEvent, dev} from '../commands/dev.ts'
import {settle} from '../core/settings.ts'
import {formatProblems} from './problems.ts'

/** Serves and rebuilds until it is interrupted (status 0). Progress and problems go to stderr, from the builds themselves. */
export async function devCommand(options: DevArguments): Promise<void> {
  const interrupted = new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  const {project} = settle(options)
  const running = await dev(
    options,
    problems => formatProblems(problems, project),
    event => process.stdout.write(`${line(event)}\n`),
  )
  await interrupted
  await running.stop()
}

function line(event: DevEvent): string {
  switch (event.type) {
    case 'serving':
      return `${event.instead === undefined ? '' : `port ${event.instead} is taken; `}the site is at ${event.url} (Ctrl-C stops)`
    case 'building':
      return `${because(event.changed)}${event.siteOnly ? 'writing the site' : 'building'} …`
    case 'built':
      return `up to date: version ${event.version}`
    case 'failed':
      return event.version === '' ? 'nothing is published yet' : `version ${event.version} stays published`
  }
}

function because(changed: readonly string[]): string {
  if (changed.length === 0) return ''
  const others = changed.length === 1 ? '' : ` and ${changed.length - 1} more`
  return `${changed[0]}${others} changed: `
}
