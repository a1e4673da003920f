import type {Engine} from '../browser/engine.ts'
import type {Project} from '../compile/load.ts'
import {keepRecent} from '../core/keep-recent.ts'
import type {Filters} from '../query/filters.ts'
import type {FigureRow, ListRow, SiteRows} from '../site/figures.ts'
import {type ListAnswer, listRows, listStatement, publishedLists} from '../site/lists.ts'
import type {Need} from '../site/needs.ts'
import {type AnswerRow, questionsOf, timesOf} from '../site/questions.ts'
import type {ShownPreset} from '../site/view.ts'
import {type Bindings, identifier} from '../sql/literals.ts'

/** Rows by statement and values: a reader who goes back to what was chosen before needn't wait. */
export type Answers = Map<string, Promise<readonly unknown[]>>

/** How many answers are kept. */
const KEPT = 100

/** For which periods and filters is asked. */
interface Asking {
  readonly answers: Answers
  readonly project: Project
  readonly preset: ShownPreset
  readonly filters: Filters
  /** Whether the answers are still wanted. */
  waits(): boolean
}

/** What sections need: figures, and the rows of lists by reference. */
export interface Wanted {
  readonly needs: readonly Need[]
  readonly lists: readonly string[]
}

/** Asks for figures and rows, each once; gives all that are known. */
export function asking(engine: Engine, {answers, project, preset, filters, waits}: Asking) {
  const figures: FigureRow[] = []
  const lists = new Map<string, readonly ListRow[]>()
  const answered = new Set<string>()
  const ask = async <T>(sql: string, bindings: Bindings): Promise<readonly T[]> => {
    const key = JSON.stringify([sql, bindings])
    const answer = (answers.get(key) as Promise<readonly T[]> | undefined) ?? engine.again<T>(sql, bindings)
    keepRecent(answers, key, answer, KEPT)
    answer.catch(() => answers.delete(key)) // it may be had next time
    return answer
  }
  return async (wanted: Wanted): Promise<Pick<SiteRows, 'figures' | 'lists'>> => {
    const open = inOneStatement(wanted.needs).filter(need => !answered.has(keyOf(need)))
    for (const {sql, bindings, read} of questionsOf(project, open, timesOf([preset]), filters))
      if (waits()) figures.push(...read(await ask<AnswerRow>(sql, bindings)))
    for (const need of open) answered.add(keyOf(need)).add(keyOf({...need, over: 'now'}))
    for (const list of publishedLists(project)) {
      if (!waits() || !wanted.lists.includes(list.ref)) continue
      const {sql, bindings} = listStatement(project, list, `lists.${identifier(list.ref)}`, preset.current, filters)
      lists.set(list.ref, listRows(preset.current, await ask<ListAnswer>(sql, bindings)))
    }
    return {figures: [...figures], lists: new Map(lists)}
  }
}

/** More periods cost little, another statement much: totals are all asked over the trend where some are. */
function inOneStatement(needs: readonly Need[]): readonly Need[] {
  const isTotal = ({by}: Need) => by === undefined
  if (!needs.some(need => isTotal(need) && need.over === 'trend')) return needs
  return needs.map(need => (isTotal(need) ? {...need, over: 'trend'} : need))
}

const keyOf = ({figure, by, over}: Need) => `${figure.ref} ${by ?? ''} ${over}`
