import {resolve} from 'node:path'
import {readLines} from '../core/lines.ts'
import type {Problem} from '../core/problem.ts'

/** Draws problems for a terminal: place, message, code frame, hint; then, of several, how many there are. */
export function formatProblems(problems: readonly Problem[], folder: string): string {
  const drawn = problems.map(problem => formatProblem(problem, linesAround(problem, folder)))
  return problems.length === 1 ? drawn[0]! : `${drawn.join('\n\n')}\n\n${tally(problems)}`
}

function formatProblem(problem: Problem, around: Window | undefined): string {
  const where = [problem.file, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter(part => part !== undefined)
    .join(':')
  const head = `${problem.severity} ${problem.code}${where ? `  ${where}` : ''}`
  const frame = around === undefined ? [] : codeFrame(around, problem)
  const hint = problem.hint === undefined ? [] : [`  hint: ${problem.hint.replaceAll('\n', '\n        ')}`]
  return [head, `  ${problem.message.replaceAll('\n', '\n  ')}`, ...frame, ...hint].join('\n')
}

/** Some lines of a text. */
interface Window {
  /** The number of the first. */
  readonly first: number
  readonly lines: readonly string[]
}

/** Two lines before, the line with its mark, one after; long lines are cut around the mark. */
function codeFrame({first, lines: present}: Window, problem: Problem): string[] {
  const line = problem.line!
  if (line > first + present.length) return []
  const lines = line === first + present.length ? [...present, ''] : present // the end of the text
  const column = problem.column ?? 1
  const shift = Math.max(0, column - 80)
  const cut = (text: string) => (shift > 0 ? `…${text.slice(shift + 1)}` : text).slice(0, 120)
  const width = String(first + lines.length - 1).length
  const out: string[] = ['']
  for (const [i, whole] of lines.entries()) {
    const n = first + i
    const text = cut(whole)
    out.push(`${n === line ? '  > ' : '    '}${String(n).padStart(width)} | ${text}`.trimEnd())
    if (n === line) {
      const room = Math.max(1, text.length - (column - shift) + 1)
      out.push(
        `    ${' '.repeat(width)} | ${' '.repeat(column - shift - 1)}${'^'.repeat(Math.min(problem.length ?? 1, room))}`,
      )
    }
  }
  out.push('')
  return out
}

function linesAround(problem: Problem, folder: string): Window | undefined {
  if (problem.line === undefined) return undefined
  const [first, last] = [Math.max(1, problem.line - 2), problem.line + 1]
  if (problem.text !== undefined) return {first, lines: problem.text.split('\n').slice(first - 1, last)}
  if (problem.file === undefined) return undefined
  try {
    return {first, lines: readLines(resolve(folder, problem.file), first, last)}
  } catch {
    return undefined // the problem names the file; without its text there is only no code frame
  }
}

function tally(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']) => problems.filter(problem => problem.severity === severity).length
  const say = (n: number, word: string) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`])
  return [...say(count('error'), 'error'), ...say(count('warning'), 'warning')].join(', ')
}
