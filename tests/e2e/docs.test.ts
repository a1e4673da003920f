import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Command} from 'commander'
import {beforeAll, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {all, examplesOf, takesPlace} from '../../scripts/cli/command.ts'
import {program} from '../../scripts/cli.ts'
import {kpi, ROOT, temporaryFolder} from './command-line.ts'
import {demonstration} from './demonstration.ts'

/** Examples of help that aren't run here, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'kpi build': 'builds',
  'kpi build fct_orders+': 'builds',
  'kpi build state:changed+ --exclude fct_orders': 'builds',
  'kpi build --full': 'builds',
  'kpi build --as-of 2026-03-31T22:00:00Z --target /tmp/march': 'builds',
  'kpi retry': 'repeats the last run where that failed',
  'kpi report': 'publishes',
  'kpi dev': 'goes on until it is stopped',
  'kpi dev --port 0': 'goes on until it is stopped',
  'kpi diff': 'builds',
  'kpi diff --base main': 'builds two revisions',
  'kpi diff --base main... --format markdown': 'builds two revisions',
  'kpi diff --fail-on-change "*"': 'builds',
  'kpi test': 'takes long; tests/examples.test.ts runs it',
  'kpi test fct_orders': 'takes long',
  'kpi test fct_orders+': 'takes long',
  'kpi test --junit target/junit.xml': 'takes long',
  'kpi audit': 'takes long',
  'kpi audit --at 2026-03-31': 'takes long',
  'kpi audit --samples 20 --format markdown': 'takes long',
  'kpi docs --write': 'writes into the project',
  'kpi schemas --write': 'writes into the project',
  'kpi types --write': 'writes into the project',
  'kpi new source callbacks --from seeds/callbacks.csv': 'writes into the project; new.test.ts does so in a copy',
  'kpi new model fct_callbacks': 'writes into the project',
  'kpi new page busiest': 'writes into the project',
  'kpi new kpi Call-Card-1 --from fct_callbacks --date asked_at --name en="Calls asked for" --description en="Calls that were asked for."':
    'writes into the project',
  'kpi seed --to /tmp/data --format parquet': 'writes much',
  'kpi seed --scale 20 --to /tmp/data': 'writes much',
  'kpi bench': 'takes long',
  'kpi bench --no-per-kpi': 'takes long',
}

/** What the documents show of commands that only look, but of a project that has been changed, and why it is not compared. */
const ANOTHER_PROJECT: Readonly<Record<string, string>> = {
  'docs/command-line.md kpi plan': 'after edits',
  'docs/command-line.md kpi query Chat-Card-80 --from 2026-10-01 --to 2026-10-31': 'a definition that is not built yet',
  'README.md kpi check': 'a misspelt column, then one KPI more',
  'README.md kpi query Wlst-Card-15 --from 2026-08-01 --to 2026-10-31 --grain month': 'a KPI that the reader adds',
}

/** Commands that only look: what the documents show of them is run and compared. */
const LOOKING = ['query', 'list', 'show', 'lineage', 'plan', 'check', 'settings']

const folder = temporaryFolder()
const commandLine = readFileSync(join(ROOT, 'docs', 'command-line.md'), 'utf8')
let target: string

beforeAll(async () => {
  target = await demonstration()
})

/** Runs a documented line in an empty folder, on the demonstration data; what is written to a target goes elsewhere for `check`. */
async function run(line: string) {
  const [name, ...args] = words(line)
  const place = takesPlace(name!, 'target') ? ['--target', name === 'check' ? join(folder, 'target') : target] : []
  return kpi([name!, ...args, '--project', ROOT, ...(line.includes('--target') ? [] : place)], folder)
}

/** The words of a line after `kpi`, as a shell has them, without what it redirects. */
function words(line: string): string[] {
  const [, text] = /^(?:npx )?kpi (.*?)(?:\s+>\s*\S+)?(?:\s+#.*)?$/.exec(line) ?? []
  const found = (text ?? '').match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []
  return found.map(word => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

/** Reads a command line as commander does, with nothing done. Throws what it says against it. */
async function accept(line: string): Promise<void> {
  let said = ''
  for (const command of program.commands) {
    command.configureOutput({writeErr: text => (said += text)}).exitOverride()
    command.action((...args: unknown[]) => {
      all(args.at(-1) as Command) // refuses a place that means nothing to the command
    })
  }
  await program.parseAsync(words(line), {from: 'user'}).catch((error: Error) => {
    throw new Error(`${line}: ${said || error.message}`)
  })
}

/** Sections of a Markdown text, by their heading of the second level. */
const sections = new Map(
  commandLine
    .split(/^## /m)
    .slice(1)
    .map(text => [text.slice(0, text.indexOf('\n')), text] as const),
)
const flags = (text: string) => [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]*/g) ?? [])].sort()
const globals = program.options.map(option => option.long!).concat('--help')
const known = new Set([...globals, ...program.commands.flatMap(command => command.options.map(option => option.long!))])

describe('docs/command-line.md', () => {
  const documented = program.commands.filter(command => command.name() !== 'help')

  it('has a section for every command and for no other, and lists them at the top', () => {
    const titles = [...sections.keys()].filter(title => title.startsWith('kpi '))
    expect([...titles].sort()).toEqual(documented.map(command => `kpi ${command.name()}`).sort())
    expect([...commandLine.matchAll(/^\| \[`(kpi [a-z]+)`\]/gm)].map(match => match[1])).toEqual(titles)
  })

  it('has the options of every command at the top, and no other', () => {
    const head = commandLine.slice(commandLine.indexOf('Options of every command'), commandLine.indexOf('Exit status:'))
    expect(flags(head.replaceAll(/^.*KPI_.*$/gm, ''))).toEqual([...globals].sort())
  })

  it.each(documented.map(command => [command.name(), command] as const))(
    'has the arguments, options and choices of kpi %s, and no other',
    (name, command) => {
      const section = sections.get(`kpi ${name}`)!
      const usage = /^```\n(kpi [\s\S]*?)^```/m.exec(section)![1]!
      const own = command.options.map(option => option.long!)
      const unnamed = flags(usage)
        .concat(usage.includes('SELECTOR') ? ['--select'] : [])
        .sort()
      expect([...new Set(unnamed)]).toEqual([...own].sort())
      expect(/^kpi [a-z]+ (?:\[?[A-Z]{2}|[a-z]+\|)/.test(usage)).toBe(command.registeredArguments.length > 0)
      for (const {argChoices} of command.registeredArguments)
        if (argChoices) expect(usage).toContain(`kpi ${name} ${argChoices.join('|')}`)
      for (const {long, argChoices} of command.options)
        if (argChoices) expect(usage).toContain(`${long} ${argChoices.join('|')}`)
      // prose may speak of other commands, too
      const elsewhere = flags(section.replaceAll(/^```[\s\S]*?^```/gm, ''))
      expect(elsewhere.filter(flag => !known.has(flag))).toEqual([])
    },
  )
})

const examples = program.commands.flatMap(command =>
  command.name() === 'help' ? [] : examplesOf(command.name(), {project: ROOT}).map(([line]) => line),
)

describe('the examples of --help', () => {
  it('are there for every command, name KPIs of the project, and are understood', async () => {
    for (const command of program.commands)
      if (command.name() !== 'help') expect(examplesOf(command.name(), {}).length).toBeGreaterThan(0)
    for (const line of examples) {
      expect(line).not.toContain('REF')
      await accept(line)
    }
    expect(Object.keys(NOT_RUN).filter(line => !examples.includes(line))).toEqual([])
  })

  it.each(examples.filter(line => !(line in NOT_RUN)))('%s', async line => {
    expect(await run(line)).toMatchObject({status: 0})
  })
})

interface Shown {
  readonly file: string
  readonly line: string
  readonly output: string
}

/** What `console` blocks of a document show: each command with what follows it. */
function shownIn(file: string): Shown[] {
  const blocks = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^```console\n([\s\S]*?)^```/gm)]
  return blocks.flatMap(([, block]) =>
    block!
      .replaceAll(/ \\\n\s*/g, ' ')
      .split(/^\$ /m)
      .slice(1)
      .map(text => ({
        file,
        line: text.slice(0, text.indexOf('\n')).replace(/^npx /, ''),
        output: text.slice(text.indexOf('\n') + 1),
      })),
  )
}

/** Where a text shows `…` on a line of its own, any lines may stand. */
function pattern(text: string): RegExp {
  const parts = text.split(/^ *…\n/m).map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('(?:.*\\n)*')}$`)
}

const shown = ['README.md', 'docs/command-line.md'].flatMap(shownIn)

describe('what the documents show', () => {
  it('is understood', async () => {
    expect(shown.length).toBeGreaterThan(20)
    for (const {line} of shown) await accept(line)
    const lines = shown.map(({file, line}) => `${file} ${line}`)
    expect(Object.keys(ANOTHER_PROJECT).filter(line => !lines.includes(line))).toEqual([])
  })

  const compared = shown.filter(
    ({file, line}) => LOOKING.includes(words(line)[0]!) && !(`${file} ${line}` in ANOTHER_PROJECT),
  )
  it.each(compared.map(each => [each.file, each.line, each.output] as const))('%s: %s', async (_, line, output) => {
    const {status, stdout, stderr} = await run(line)
    const told = status === 0 ? stdout || stderr : stderr
    if (!pattern(`${output.trim()}\n`).test(`${told.trim()}\n`)) expect(told.trim()).toBe(output.trim())
  })
})

describe('the workflow for pull requests', () => {
  const file = 'docs/how-to/ci/kpi-pull-request.yml'
  const workflow = parse(readFileSync(join(ROOT, file), 'utf8')) as {
    on: string
    jobs: Record<string, {steps: {uses?: string; run?: string; with?: Record<string, unknown>}[]}>
  }
  const steps = Object.values(workflow.jobs).flatMap(job => job.steps)
  const lines = steps
    .flatMap(step => step.run?.split('\n') ?? [])
    .filter(line => /\bkpi\b/.test(line) && line.startsWith('npx'))

  it('checks, builds on a sample, tests and compares, in lines that are understood', async () => {
    expect(lines.map(line => words(line)[0])).toEqual(['check', 'build', 'test', 'diff'])
    for (const line of lines) await accept(line)
    // the base is another revision, and what is told of it is what the comment is found by
    expect(steps[0]).toMatchObject({uses: expect.stringMatching(/^actions\/checkout@/), with: {'fetch-depth': 0}})
    expect(workflow.on).toBe('pull_request')
  })

  it('has no secrets, and its document only lines that are understood', async () => {
    expect(readFileSync(join(ROOT, file), 'utf8')).not.toContain('secrets.')
    const text = readFileSync(join(ROOT, 'docs/how-to/continuous-integration.md'), 'utf8')
    const shownLines = [...text.matchAll(/`(npx kpi [^`]+)`/g)].map(match => match[1]!)
    expect(shownLines).toHaveLength(1)
    for (const line of shownLines) await accept(line)
  })
})
