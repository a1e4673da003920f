import type {Command} from 'commander'
import {addCommand, all, formatOption} from './command.ts'

/** `kpi settings` */
export function addSettings(program: Command): void {
  addCommand(program, {
    name: 'settings',
    summary: 'the settings in force, and who said each: command line, environment or kpi-settings.yml',
    places: ['target', 'sources'],
    examples: [
      ['kpi settings', 'where commands work, and on what'],
      ['kpi settings --target /tmp/elsewhere', 'the same, as another command line would have it'],
    ],
  })
    .addOption(formatOption('text', 'json'))
    .action(async (_, command: Command) => (await import('../ui/settings.ts')).settingsCommand(all(command)))
}
