import type {BuildArguments} from '../commands/build.ts'
import {type Plan, plan} from '../commands/plan.ts'
import {causesOf} from '../plan/causes.ts'
import type {PlannedNode} from '../plan/plan.ts'
import {describe} from '../plan/reasons.ts'

export interface PlanOptions extends BuildArguments {
  readonly format: 'text' | 'json' | 'markdown'
  readonly verbose?: boolean
}

/** Prints what `kpi plan` finds. */
export async function planCommand(options: PlanOptions): Promise<void> {
  const found = await plan(options)
  const text =
    options.format === 'json'
      ? JSON.stringify(found, null, 2)
      : options.format === 'markdown'
        ? markdownOf(found)
        : textOf(found, options.verbose ?? false)
  process.stdout.write(`${text}\n`)
}

const WIDTH = 80
/** How many names a line of the summary gives. */
const SHOWN = 6

/** A plan for a terminal of 80 columns: what has changed, what is built, what it touches. */
export function textOf(found: Plan, verbose: boolean): string {
  const shown = verbose ? Number.POSITIVE_INFINITY : SHOWN
  const sections = [
    [headline(found)],
    titled('why', rows(causesOf(found, found.sources).map(({what, of}) => [what, few(of, shown)]))),
    titled(
      'would build',
      verbose ? found.build.flatMap(inFull) : rows(byLayer(found).map(([name, of]) => [name, few(of, shown)])),
    ),
    titled('would drop', verbose ? wrap(names(found.drop.map(each => each.name)), '  ') : []),
    titled('figures that change', wrap(few(found.affects, verbose ? shown : 3 * SHOWN), '  ')),
    ...(found.perhaps.length > 0 ? [wrap(perhaps(found, shown), '')] : []),
    ...(found.left.length > 0 ? [wrap(`stale but not selected: ${few(found.left, shown)}`, '')] : []),
    wrap(outcome(found), ''),
  ]
  return sections
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')
}

/** A plan for a pull request. */
export function markdownOf(found: Plan): string {
  const list = (of: readonly string[]) => of.map(name => `\`${name}\``).join(', ')
  const causes = causesOf(found, found.sources)
  const table =
    causes.length === 0
      ? []
      : [
          '| why | what |',
          '|---|---|',
          ...causes.map(
            ({what, of}) => `| ${cell(what)} | ${of.slice(0, SHOWN).map(cell).join(', ')}${rest(of, SHOWN)} |`,
          ),
        ]
  const folded = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>`]
  return [
    '### kpi plan',
    `${headline(found)}. ${sentence(outcome(found))}`,
    ...(table.length > 0 ? [table.join('\n')] : []),
    ...(found.affects.length > 0 ? [`Figures that change: ${list(found.affects)}`] : []),
    ...(found.perhaps.length > 0 ? [sentence(perhaps(found, SHOWN))] : []),
    ...folded(
      `would build: ${found.build.length}`,
      found.build.map(
        node => `- \`${node.name}\`${amount(node)}: ${cell(node.reasons.map(describe).join(', ')) || 'see its parts'}`,
      ),
    ),
    ...folded(
      `would drop: ${found.drop.length}`,
      found.drop.map(({name, kind}) => `- ${kind} \`${name}\``),
    ),
  ].join('\n\n')
}

function headline({build, perhaps: open, left, drop, total}: Plan): string {
  const skipped = total - build.length - open.length - left.length
  return [
    `${build.length} of ${total} nodes would be built`,
    `${skipped} skipped`,
    ...(drop.length > 0 ? [`${drop.length} dropped`] : []),
  ].join(', ')
}

function outcome({base, publish, left}: Plan): string {
  const from = {
    unfinished: 'goes on from an unfinished build',
    published: `starts from version ${base.version}`,
    none: 'starts from nothing',
  }[base.state]
  const what = publish.publishes
    ? 'publishes a new version'
    : left.length > 0
      ? 'publishes nothing before all is built'
      : `leaves version ${base.version} published`
  const only =
    publish.publishes && publish.changed.length > 0 && !publish.changed.includes('data') && base.version !== undefined
  return `the build ${from} and ${what}${only ? `: ${publish.changed.join(', ')}` : ''}`
}

function perhaps({perhaps: names_}: Plan, shown: number): string {
  return `${names_.length} more if the first or last day of the data moves: ${few(names_, shown)}`
}

/** The nodes to build by what they are; macros, of which there is one for each KPI, only by their number. */
function byLayer({build}: Plan): [string, string[]][] {
  const groups: [string, string[]][] = ['facts', 'meta', 'marts'].map(layer => [
    layer,
    build.filter(node => node.layer === layer && node.kind !== 'macro').map(node => `${node.name}${amount(node)}`),
  ])
  const macros = build.filter(node => node.kind === 'macro').map(node => node.name.replace('macro/', ''))
  return [...groups, ['macros', macros] satisfies [string, string[]]].filter(([, of]) => of.length > 0)
}

function inFull(node: PlannedNode): string[] {
  const reasons = node.reasons.map(describe).join(', ')
  return [
    ...wrap(`${node.name}${amount(node)}${reasons === '' ? '' : `: ${reasons}`}`, '  '),
    ...(node.parts ?? []).flatMap(part => wrap(`${part.name}: ${part.reasons.map(describe).join(', ')}`, '    ')),
  ]
}

/** How much of a node is computed, where not all of it is. */
function amount({parts, of}: PlannedNode): string {
  return parts === undefined || parts.length === of ? '' : ` (${parts.length} of ${of})`
}

function names(of: readonly string[]): string {
  return of.join(', ')
}

/** The first few names, and how many more there are. */
function few(of: readonly string[], shown: number): string {
  return `${names(of.slice(0, shown))}${rest(of, shown)}`
}

function rest(of: readonly string[], shown: number): string {
  return of.length > shown ? ` and ${of.length - shown} more` : ''
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines]
}

/** Pairs in two columns, the second broken into lines. */
function rows(pairs: readonly (readonly [string, string])[]): string[] {
  const widest = Math.min(30, Math.max(0, ...pairs.map(([left]) => left.length)))
  return pairs.flatMap(([left, right]) => {
    const head = `  ${left.padEnd(widest)}  `
    if (left.length > widest) return [`  ${left}`, ...wrap(right, ' '.repeat(widest + 4))]
    const [first = '', ...more] = wrap(right, ' '.repeat(widest + 4))
    return [head + first.trimStart(), ...more]
  })
}

/** A text in lines of at most 80 columns, each indented. */
function wrap(text: string, indent: string): string[] {
  if (text === '') return []
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    const next = line.trim() === '' ? indent + word : `${line} ${word}`
    if (next.length > WIDTH && line.trim() !== '') {
      lines.push(line)
      line = indent + word
    } else line = next
  }
  return [...lines, line]
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`
}

/** A text inside a Markdown table. */
function cell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, each => `\\${each}`)
}
