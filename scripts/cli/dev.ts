import {type Command, InvalidArgumentError} from 'commander'
import {addCommand, all} from './command.ts'

/** `kpi dev` */
export function addDev(program: Command): void {
  addCommand(program, {
    name: 'dev',
    summary: 'serve the site on this machine; rebuild and reload on every change',
    places: ['target', 'sources'],
    examples: [
      ['kpi dev', 'at http://127.0.0.1:4400/, or the next port that is free'],
      ['kpi dev --port 0', 'at any port that is free'],
    ],
  })
    .option('--port <n>', 'listen here; 0 for any that is free (default: 4400, or the next that is free)', portNumber)
    .action(async (_, command: Command) => (await import('../ui/dev.ts')).devCommand(all(command)))
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return Number(text)
}
