import {readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import type {Problem} from '../core/problem.ts'

/** Draws problems for a terminal: place, message, code frame, hint; then, of several, how many there are. */
export function formatProblems(problems: readonly Problem[], folder: string): string {
  const texts = new Map<string, string[] | undefined>()
  const drawn = problems.map(problem => formatProblem(problem, linesOf(problem, folder, texts)))
  return problems.length === 1 ? drawn[0]! : `${drawn.join('\n\n')}\n\n${tally(problems)}`
}

function formatProblem(problem: Problem, lines: readonly string[] | undefined): string {
  const where = [problem.file, problem.line, problem.line === undefined ? undefined : problem.column]
    .filter(part => part !== undefined)
    .join(':')
  const head = `${problem.severity} ${problem.code}${where ? `  ${where}` : ''}`
  const frame = problem.line === undefined || lines === undefined ? [] : codeFrame(lines, problem)
  const hint = problem.hint === undefined ? [] : [`  hint: ${problem.hint}`]
  return [head, `  ${problem.message.replaceAll('\n', '\n  ')}`, ...frame, ...hint].join('\n')
}

/** Two lines before, the line with its mark, one after; long lines are cut around the mark. */
function codeFrame(lines: readonly string[], problem: Problem): string[] {
  const line = problem.line!
  if (line > lines.length) return []
  const column = problem.column ?? 1
  const shift = Math.max(0, column - 80)
  const cut = (text: string) => (shift > 0 ? `…${text.slice(shift + 1)}` : text).slice(0, 120)
  const width = String(Math.min(lines.length, line + 1)).length
  const out: string[] = ['']
  for (let n = Math.max(1, line - 2); n <= Math.min(lines.length, line + 1); n++) {
    const text = cut(lines[n - 1]!)
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

function linesOf(problem: Problem, folder: string, texts: Map<string, string[] | undefined>): string[] | undefined {
  if (problem.text !== undefined) return problem.text.split('\n')
  if (problem.file === undefined) return undefined
  if (!texts.has(problem.file)) {
    let lines: string[] | undefined
    try {
      lines = readFileSync(resolve(folder, problem.file), 'utf8').split(/\r?\n/)
    } catch {
      lines = undefined // the problem names the file; without its text there is only no code frame
    }
    texts.set(problem.file, lines)
  }
  return texts.get(problem.file)
}

function tally(problems: readonly Problem[]): string {
  const count = (severity: Problem['severity']) => problems.filter(problem => problem.severity === severity).length
  const say = (n: number, word: string) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`])
  return [...say(count('error'), 'error'), ...say(count('warning'), 'warning')].join(', ')
}
