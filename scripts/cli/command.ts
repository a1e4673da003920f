import {type Command, InvalidArgumentError, Option} from 'commander'
import {readRefs} from '../catalog/refs.ts'
import {resolveSettings} from '../catalog/settings.ts'

/** Places that only some commands read or write; where one means nothing it is refused, not ignored. */
export type PlaceOption = 'target' | 'sources'

export interface CommandSpec {
  readonly name: string
  readonly summary: string
  readonly places?: readonly PlaceOption[]
  /** Command lines that work on the project as it comes, and what each does; shown by `--help`, REF as a KPI of the project. */
  readonly examples: readonly (readonly [line: string, does: string])[]
}

const specs = new Map<string, CommandSpec>()

/** Adds a command with its examples; options and action are the caller's. */
export function addCommand(program: Command, spec: CommandSpec): Command {
  specs.set(spec.name, spec)
  return program
    .command(spec.name)
    .description(spec.summary)
    .addHelpText(
      'after',
      () => `\nExamples:\n${drawExamples(examplesOf(spec.name, program.opts<{project?: string}>()))}`,
    )
}

/** The examples of a command, with KPIs of the project at hand in place of REF, as far as it has any. */
export function examplesOf(name: string, {project}: {project?: string}): CommandSpec['examples'] {
  const {examples} = specs.get(name)!
  if (!examples.some(([line]) => line.includes('REF'))) return examples
  const {kpis} = readRefs(project)
  return examples.map(([line, does]) => {
    let next = 0
    return [line.replaceAll(/\bREF\b/g, () => kpis[next++] ?? 'REF'), does]
  })
}

function drawExamples(examples: CommandSpec['examples']): string {
  const width = Math.max(...examples.map(([line]) => line.length))
  const draw = ([line, does]: CommandSpec['examples'][number]) =>
    width <= 44 ? `  ${line.padEnd(width)}  ${does}` : `  ${line}\n      ${does}`
  return examples.map(draw).join('\n')
}

/**
 * Options of a command and those that every command has, with what the environment and the settings file say besides; refuses a
 * place that means nothing to it.
 */
export function all<T>(command: Command): T {
  refuseOtherPlaces(command.parent!, command)
  const options = command.optsWithGlobals()
  return {...options, ...resolveSettings(options, process.env)} as T
}

/** `--format`, the first of the formats being the default. */
export function formatOption(...formats: readonly [string, ...string[]]): Option {
  return new Option('--format <format>', 'output').choices(formats).default(formats[0])
}

/** Selectors as arguments, after `--select`, and those of what is left out. */
export function addSelectors(command: Command, what: string): Command {
  return command
    .argument('[selector...]', what)
    .option('-s, --select <selector>', 'the same (repeatable)', repeatable)
    .option('--exclude <selector>', 'but not these (repeatable)', repeatable)
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 is expected.')
  return Number(text)
}

/** Gathers an option that may be given several times. */
export function repeatable(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Whether `--target` or `--sources` means something to a command. */
export function takesPlace(name: string, option: PlaceOption): boolean {
  return specs.get(name)?.places?.includes(option) ?? false
}

function refuseOtherPlaces(program: Command, command: Command): void {
  for (const option of ['target', 'sources'] as const) {
    if (program.getOptionValueSource(option) !== 'cli') continue
    if (takesPlace(command.name(), option)) continue
    const takers = [...specs.values()].filter(each => each.places?.includes(option)).map(each => each.name)
    command.error(`error: kpi ${command.name()} takes no --${option} (only ${takers.join(', ')} do)`)
  }
}
