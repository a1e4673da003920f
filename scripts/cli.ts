import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Command, CommanderError, Option} from 'commander'
import {addAudit} from './cli/audit.ts'
import {addBench} from './cli/bench.ts'
import {addBuild} from './cli/build.ts'
import {addCheck} from './cli/check.ts'
import {repeatable} from './cli/command.ts'
import {addCompletion} from './cli/completion.ts'
import {addDev} from './cli/dev.ts'
import {addDiff} from './cli/diff.ts'
import {addDocs} from './cli/docs.ts'
import {addLineage} from './cli/lineage.ts'
import {addList} from './cli/list.ts'
import {addNew} from './cli/new.ts'
import {addPlan} from './cli/plan.ts'
import {addQuery} from './cli/query.ts'
import {addReport} from './cli/report.ts'
import {addRetry} from './cli/retry.ts'
import {addSchemas} from './cli/schemas.ts'
import {addSeed} from './cli/seed.ts'
import {addSettings} from './cli/settings.ts'
import {addShow} from './cli/show.ts'
import {addTest} from './cli/test.ts'
import {addTypes} from './cli/types.ts'
import {EXIT, type ExitStatus, fault, type Problem, ProblemError} from './core/problem.ts'

const {version} = JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}

/** What the operating system says when it can't write. */
const IO = new Set(['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'EDQUOT', 'EIO', 'ENOTDIR', 'ENOENT'])

/** The tree of commands; `main` runs it. */
export const program = new Command('kpi')
  .description('KPIs that people can trust: one catalog, exact marts, any period, and a report site.')
  .version(version)
  .option('--project <dir>', 'the project’s folder (default: this one)')
  .option('--target <dir>', 'where outputs go (default: target/ in the project)')
  .option('--sources <dir>', 'read sources from this folder instead of their declared paths')
  .option('--on <target>', 'the target of kpi-settings.yml that says where and on what to work')
  .option('--var <name=value>', 'the value of a variable of kpi-settings.yml (repeatable)', repeatable)
  .addOption(
    new Option('--log-format <format>', 'progress and problems on stderr: text, or a JSON object per line')
      .choices(['text', 'json'])
      .default('text'),
  )
  .configureHelp({showGlobalOptions: true})
  .exitOverride()

// in the order of the help
for (const add of [
  addBuild,
  addRetry,
  addPlan,
  addReport,
  addDev,
  addDiff,
  addQuery,
  addList,
  addShow,
  addLineage,
  addCheck,
  addTest,
  addAudit,
  addDocs,
  addSchemas,
  addTypes,
  addSettings,
  addNew,
  addSeed,
  addBench,
  addCompletion,
])
  add(program)

async function fail(problems: readonly Problem[], status: ExitStatus): Promise<void> {
  const {complain} = await import('./ui/complain.ts')
  complain(problems, program.opts())
  process.exitCode = status
}

/** Runs a command; what went wrong is told on stderr and in the process's exit status. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(args, {from: 'user'})
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.invalid
    else if (error instanceof ProblemError) await fail(error.problems, error.status)
    else if (
      IO.has((error as NodeJS.ErrnoException).code ?? '') ||
      /IO Error|No space left/.test((error as Error).message)
    ) {
      const hint = 'what is published stays as it was; the next build goes on from here'
      await fail([fault('io-failed', (error as Error).message.split('\n')[0]!, {hint})], EXIT.failed)
    } else throw error
  }
}
