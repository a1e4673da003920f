import type {Engine} from '../browser/engine.ts'
import type {Project} from '../compile/load.ts'
import {keepRecent} from '../core/keep-recent.ts'
import type {Filters} from '../query/filters.ts'
import type {FigureRow} from '../site/figures.ts'
import type {Need} from '../site/needs.ts'
import {type AnswerRow, questionsOf, type Times} from '../site/questions.ts'

/** Rows by statement and values: a reader who goes back to what was chosen before needn't wait. */
export type Answers = Map<string, Promise<readonly AnswerRow[]>>

/** How many answers are kept. */
const KEPT = 100

/** For which periods and filters figures are asked. */
interface Asking {
  readonly answers: Answers
  readonly project: Project
  readonly times: Times
  readonly filters: Filters
  /** Whether the answers are still wanted. */
  waits(): boolean
}

/** Asks for figures, each once; gives all that are known. */
export function asking(engine: Engine, {answers, project, times, filters, waits}: Asking) {
  const figures: FigureRow[] = []
  const answered = new Set<string>()
  return async (needs: readonly Need[]): Promise<readonly FigureRow[]> => {
    const open = inOneStatement(needs).filter(need => !answered.has(keyOf(need)))
    for (const {sql, bindings, read} of questionsOf(project, open, times, filters)) {
      if (!waits()) break
      const key = JSON.stringify([sql, bindings])
      const answer = answers.get(key) ?? engine.again<AnswerRow>(sql, bindings)
      keepRecent(answers, key, answer, KEPT)
      answer.catch(() => answers.delete(key)) // it may be had next time
      figures.push(...read(await answer))
    }
    for (const need of open) answered.add(keyOf(need)).add(keyOf({...need, over: 'now'}))
    return [...figures]
  }
}

/** More periods cost little, another statement much: totals are all asked over the trend where some are. */
function inOneStatement(needs: readonly Need[]): readonly Need[] {
  const isTotal = ({by}: Need) => by === undefined
  if (!needs.some(need => isTotal(need) && need.over === 'trend')) return needs
  return needs.map(need => (isTotal(need) ? {...need, over: 'trend'} : need))
}

const keyOf = ({figure, by, over}: Need) => `${figure.ref} ${by ?? ''} ${over}`
