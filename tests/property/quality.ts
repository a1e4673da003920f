import type {RatingRow} from './contract.ts'
import {CONVERSATION} from './conversations.ts'
import {average, type Kpi} from './figures.ts'
import {personOf} from './world.ts'

/** The mean of one of the scores, over the ratings given in the period that have it. */
function meanOf(scoreOf: (row: RatingRow) => number | null): Kpi {
  return {
    dimensions: CONVERSATION,
    read: (world, scope) => {
      const scores: number[] = []
      for (const row of world.events.ratings) {
        const conversation = world.conversations.find(each => each.id === row.conversation_id)
        const score = scoreOf(row)
        if (!conversation || row.given_at === null || score === null) continue
        const place = {...conversation.place, ...personOf(row.member_id, world.members)}
        if (scope.takes(Date.parse(row.given_at), place)) scores.push(score)
      }
      return average(scores)
    },
  }
}

export const QUALITY_KPIS: Readonly<Record<string, Kpi>> = {
  'Qual-Card-1': meanOf(row => row.score),
  'Qual-Card-2': meanOf(row => row.welcome_score),
  'Qual-Card-3': meanOf(row => row.wait_score),
  'Qual-Card-4': meanOf(row => row.answer_score),
}
