import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Command, CommanderError, Option} from 'commander'
import {EXIT, ProblemError} from './core/problem.ts'

const {version} = JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}

const program = new Command('kpi')
  .description('KPIs that people can trust: one catalog, exact marts, any period, and a report site.')
  .version(version)
  .option('--project <dir>', 'the project’s folder (default: this one)')
  .option('--target <dir>', 'where outputs go (default: target/ in the project)')
  .option('--sources <dir>', 'read sources from this folder instead of their declared paths')
  .configureHelp({showGlobalOptions: true})
  .exitOverride()

/** Options of a command and those that every command has. */
function all(command: Command): Record<string, never> {
  return command.optsWithGlobals()
}

program
  .command('build')
  .description('build what is stale, test it, and publish the warehouse, Parquet and site')
  .addOption(new Option('--format <format>', 'output').choices(['text', 'json']).default('text'))
  .action(async (_, command: Command) => (await import('./ui/build.ts')).buildCommand(all(command)))

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.invalid
  else if (error instanceof ProblemError) {
    const {formatProblems} = await import('./ui/problems.ts')
    const {settle} = await import('./core/settings.ts')
    process.stderr.write(`${formatProblems(error.problems, settle(program.opts()).project)}\n`)
    process.exitCode = error.status
  } else throw error
}
