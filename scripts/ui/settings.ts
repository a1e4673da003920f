import {type EffectiveSetting, effectiveSettings} from '../commands/settings.ts'
import type {PlaceOptions} from '../core/settings.ts'
import {MEMORY} from '../execute/memory.ts'
import {drawTable} from './format.ts'
import {sampleText} from './sample.ts'

/** Prints the settings in force, and who said each. */
export function settingsCommand(options: PlaceOptions & {readonly format: 'text' | 'json'}): void {
  const settings = effectiveSettings(options, MEMORY.memory_limit!)
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(settings, null, 2)}\n`)
    return
  }
  const {on, project, target, sources, sample, threads, memory_limit: memory, variables} = settings
  const row = <T>(
    name: string,
    {value, from}: EffectiveSetting<T>,
    none: string,
    write: (value: T) => string = String,
  ) => [name, value === null ? none : write(value), from]
  const rows = [
    row('on', on, 'no target'),
    row('project', project, ''),
    row('target', target, ''),
    row('sources', sources, 'the paths in sources.yml'),
    row('sample', sample, 'no sample', value => sampleText(value!)),
    row('threads', threads, 'one per processor'),
    row('memory_limit', memory, ''),
    ...Object.entries(variables).map(([name, each]) => row(`var ${name}`, each, '–')),
  ]
  process.stdout.write(`${drawTable(['setting', 'value', 'said by'], rows, new Set())}\n`)
}
