import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Command, CommanderError, InvalidArgumentError, Option} from 'commander'
import {EXIT, type ExitStatus, fault, type Problem, ProblemError} from './core/problem.ts'
import type {QueryOptions} from './ui/query.ts'
import type {TestOptions} from './ui/test.ts'

const {version} = JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}

/** What the operating system says when it can't write. */
const IO = new Set(['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT', 'EIO', 'ENOTDIR', 'ENOENT'])

const program = new Command('kpi')
  .description('KPIs that people can trust: one catalog, exact marts, any period, and a report site.')
  .version(version)
  .option('--project <dir>', 'the project’s folder (default: this one)')
  .option('--target <dir>', 'where outputs go (default: target/ in the project)')
  .option('--sources <dir>', 'read sources from this folder instead of their declared paths')
  .configureHelp({showGlobalOptions: true})
  .exitOverride()

/** The commands for which a place means something; elsewhere it is refused, not ignored. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  target: ['build', 'report', 'dev', 'query', 'test', 'check'],
  sources: ['build', 'dev', 'query', 'test', 'bench'],
}
/** Options of a command and those that every command has. */
function all<T>(command: Command): T {
  for (const [option, commands] of Object.entries(PLACES)) {
    if (program.getOptionValueSource(option) === 'cli' && !commands.includes(command.name()))
      command.error(`error: kpi ${command.name()} takes no --${option} (only ${commands.join(', ')} do)`)
  }
  return command.optsWithGlobals() as T
}

/** A whole number from 1. */
function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1 is expected.')
  return Number(text)
}

function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return Number(text)
}

program
  .command('build')
  .description('build what is stale and publish the warehouse, Parquet and site')
  .argument('[selector...]', 'only these nodes, KPIs or source:NAME, and what they read; NAME+ adds what reads them')
  .option('--as-of <instant>', 'build everything as it stood then, e.g. 2026-03-31T22:00:00Z')
  .addOption(
    new Option('--on-bad-rows <what>', 'rows that can’t be read stop the build, or are set aside')
      .choices(['fail', 'quarantine'])
      .default('fail'),
  )
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (selectors: string[], _, command: Command) =>
    (await import('./ui/build.ts')).buildCommand({selectors, ...all<{format: 'text' | 'json'}>(command)}),
  )

program
  .command('report')
  .description('write the site anew from the published warehouse, and publish it')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (_, command: Command) => (await import('./ui/report.ts')).reportCommand(all(command)))

program
  .command('dev')
  .description('serve the site on this machine; rebuild and reload on every change')
  .option('--port <n>', 'listen here; 0 for any that is free (default: 4400, or the next that is free)', portNumber)
  .action(async (_, command: Command) => (await import('./ui/dev.ts')).devCommand(all(command)))

program
  .command('query')
  .description('exact values of KPIs for any period, from the published warehouse')
  .argument('<ref...>', 'KPIs, e.g. Shop-Card-10')
  .requiredOption('--from <date>', 'first day')
  .requiredOption('--to <date>', 'last day, included')
  .option('--grain <grain>', 'a value per day, week, month, quarter or year (default: one value)')
  .option('--by <dimension>', 'a value per value of the dimension')
  .option(
    '--where <dimension=value,…>',
    'only these values of a dimension (repeatable)',
    (value: string, before: string[] = []) => [...before, value],
  )
  .option('--hours <from-to>', 'only this time of day, e.g. 09:00-19:00')
  .option('--weekdays <days>', 'only these days of the week, e.g. mon-fri')
  .option('--as-of <instant>', 'answer as it would have been answered then, from the sources')
  .option('--sql', 'print the statement instead of running it')
  .addOption(new Option('--format <format>', 'output').choices(['table', 'csv', 'json']).default('table'))
  .action(async (refs: string[], _, command: Command) =>
    (await import('./ui/query.ts')).queryCommand({refs, ...all<Omit<QueryOptions, 'refs'>>(command)}),
  )

program
  .command('test')
  .description('data tests on what is built, unit tests of models, golden examples of KPIs')
  .argument('[selector...]', 'only tests of these names, models, source:NAME, KPIs or components')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (refs: string[], _, command: Command) =>
    (await import('./ui/test.ts')).testCommand({selectors: refs, ...all<Omit<TestOptions, 'selectors'>>(command)}),
  )

program
  .command('seed')
  .description('write the demonstration data; the same bytes every time')
  .option('--scale <n>', 'this many times as much in the same calendar', wholeNumber, 1)
  .option('--seed <n>', 'other draws', wholeNumber, 1)
  .option('--to <dir>', 'write into this folder (default: the project’s seeds)')
  .addOption(new Option('--format <format>', 'file format').choices(['csv', 'parquet']).default('csv'))
  .action(async (_, command: Command) => (await import('./ui/seed.ts')).seedCommand(all(command)))

program
  .command('list')
  .description('the catalog: KPIs, charts and tables')
  .option('--family <family>', 'only this family')
  .option('--language <language>', 'language of the names (default: the catalog’s first)')
  .addOption(new Option('--format <format>', 'output').choices(['table', 'csv', 'json']).default('table'))
  .action(async (_, command: Command) => (await import('./ui/list.ts')).listCommand(all(command)))

program
  .command('show')
  .description('one KPI: definition, promise, lineage, compiled SQL')
  .argument('<ref>', 'the KPI, e.g. Shop-Card-10')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (ref: string, _, command: Command) =>
    (await import('./ui/show.ts')).showCommand({ref, ...all<{format: 'text' | 'json'}>(command)}),
  )

program
  .command('check')
  .description('everything that can be checked without running SQL on data: catalog, models, KPIs, examples')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (_, command: Command) => (await import('./ui/check.ts')).checkCommand(all(command)))

program
  .command('schemas')
  .description('JSON Schemas of the project’s YAML files, for editors: check that they are fresh, or write them')
  .option('--write', 'write them to schemas/')
  .action(async (_, command: Command) => (await import('./ui/schemas.ts')).schemasCommand(all(command)))

program
  .command('types')
  .description(
    'TypeScript types of the catalog’s names and the marts, for pages: check that they are fresh, or write them',
  )
  .option('--write', 'write them beside the pages')
  .action(async (_, command: Command) => (await import('./ui/types.ts')).typesCommand(all(command)))

program
  .command('docs')
  .description('the catalog’s reference, docs/catalog-reference.md: check that it is fresh, or write it')
  .option('--write', 'write it')
  .action(async (_, command: Command) => (await import('./ui/docs.ts')).docsCommand(all(command)))

program
  .command('bench')
  .description('what a build costs, beside its own SQL run straight through DuckDB and beside one query per KPI')
  .option('--no-per-kpi', 'leave out the queries per KPI, which take longest')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (_, command: Command) => (await import('./ui/bench.ts')).benchCommand(all(command)))

/** Problems on stderr; as data, too, to a process that started this one for them (`kpi dev`). */
async function complain(problems: readonly Problem[], status: ExitStatus): Promise<void> {
  const {formatProblems} = await import('./ui/problems.ts')
  const {settle} = await import('./core/settings.ts')
  process.stderr.write(`${formatProblems(problems, settle(program.opts()).project)}\n`)
  if (process.env.KPI_TELLS_PARENT) process.send?.({problems})
  process.exitCode = status
}

/** Runs a command; what went wrong is told on stderr and in the process's exit status. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, {from: 'user'})
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.invalid
    else if (error instanceof ProblemError) await complain(error.problems, error.status)
    else if (
      IO.has((error as NodeJS.ErrnoException).code ?? '') ||
      /IO Error|No space left/.test((error as Error).message)
    ) {
      const hint = 'what is published stays as it was; the next build goes on from here'
      await complain([fault('io-failed', (error as Error).message.split('\n')[0]!, {hint})], EXIT.failed)
    } else throw error
  }
}
