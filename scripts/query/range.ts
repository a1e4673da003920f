import type {Database} from '../sql/duckdb.ts'
import type {Range} from './calendar.ts'

/** Before which no day has data, where none has. */
const NEVER = '9999-12-31'
const FIRST_DAY = "(select cast(min(period_start) as varchar) from meta.periods where grain = 'day')"

/** What the data of a warehouse cover, by its last instant and its calendar; without `sinceWhen` only up to when. */
export async function readRange(database: Database, sinceWhen: boolean): Promise<Range> {
  const [row] = await database.rows<{first_day: string | null; ends_at: string | null}>(
    `select ${sinceWhen ? FIRST_DAY : "'0001-01-01'"} as first_day, (select cast(ends_at_local as varchar) from meta.data_end) as ends_at`,
  )
  return {firstDay: row?.first_day ?? NEVER, dataEnd: row?.ends_at?.replace(' ', 'T') ?? ''}
}
