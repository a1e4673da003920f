import fc from 'fast-check'
import type {ChannelCostRow, ProgramCostRow} from './contract.ts'
import {several} from './moments.ts'

/** For the questions. */
export const SALES_CHANNELS = ['store', 'phone', 'email'] as const

/** Months from the one before the season's to the second after it. */
const month = fc.integer({min: -1, max: 2})
const project_id = fc.constantFrom('p1', 'p2')
const cents = fc.constantFrom(31_000, 10_000, 1, 0, 7_777_777, 99_999_999_999)
const number = fc.constantFrom(31, 0, 1, 100, 7, 2_147_483_647)

/** What a month costs and brings in, before it becomes rows. */
export const spendingDrafts = fc.record({
  chat: several(fc.record({project_id, month, cents}), 4),
  channels: several(
    fc.record({
      ...{project_id, month, cents, contacts: number, sales: number},
      sales_channel: fc.constantFrom(...SALES_CHANNELS),
    }),
    6,
  ),
})
export type Spending = typeof spendingDrafts extends fc.Arbitrary<infer T> ? T : never

export interface SpendingRows {
  readonly program_costs: readonly ProgramCostRow[]
  readonly channel_costs: readonly ChannelCostRow[]
}

export function spendingRows(first: string, {chat, channels}: Spending): SpendingRows {
  const firstOf = (offset: number) => {
    const [year, month] = first.split('-').map(Number)
    return new Date(Date.UTC(year!, month! - 1 + offset, 1)).toISOString().slice(0, 10)
  }
  // a month has one row; the first that is drawn
  const program_costs = new Map<string, ProgramCostRow>()
  for (const {project_id, month, cents} of chat) {
    const key = `${project_id} ${month}`
    if (!program_costs.has(key))
      program_costs.set(key, {project_id, month: firstOf(month), cost: (cents / 100).toFixed(2)})
  }
  const channel_costs = new Map<string, ChannelCostRow>()
  for (const {month, cents, ...each} of channels) {
    const key = `${each.project_id} ${month} ${each.sales_channel}`
    if (!channel_costs.has(key))
      channel_costs.set(key, {...each, month: firstOf(month), cost: (cents / 100).toFixed(2)})
  }
  return {program_costs: [...program_costs.values()], channel_costs: [...channel_costs.values()]}
}
