import fc from 'fast-check'
import type {Sources} from './contract.ts'
import {follow, instantOf, iso, type Moment, maybe, moment, several, type When, when} from './moments.ts'

const next = when(false)

/** Drafts of the sources that the conversations' KPIs don't read. */
export const otherDrafts = fc.record({})
type Drafts = typeof otherDrafts extends fc.Arbitrary<infer T> ? T : never

/** Their rows; costs of every month from the season's to the third after it. */
export function otherRows(first: string, drafts: Drafts): Sources {
  const at = (each: Moment) => iso(instantOf(first, each))
  const later = (base: Moment, after: When | null) =>
    after === null ? null : iso(follow(first, instantOf(first, base), after))
  const months = [0, 1, 2, 3].map(n => {
    const [year, month] = first.split('-').map(Number)
    return new Date(Date.UTC(year!, month! - 1 + n, 1)).toISOString().slice(0, 10)
  })
  return {
    program_costs: months.map(month => ({project_id: 'p1', month, cost: '310.00'})),
    channel_costs: months.map(month => ({
      ...{project_id: 'p2', month, sales_channel: 'phone'},
      ...{cost: '77.77', contacts: 31, sales: 7},
    })),
  }
}
