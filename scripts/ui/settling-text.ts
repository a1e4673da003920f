import type {Settling} from '../audit/settling.ts'

/** What stands for a share of which too little is known. */
const UNKNOWN = '–'

/** How KPIs settled, as a table of texts; those that had their final values at once are left out. */
export interface SettlingTable {
  readonly title: string
  /** Ages in days. */
  readonly head: readonly string[]
  readonly rows: readonly {readonly ref: string; readonly cells: readonly string[]}[]
}

/** The curves of the KPIs that moved; none where nothing is known of any. */
export function sayingSettling(settling: readonly Settling[]): SettlingTable | undefined {
  const moving = settling.filter(({points}) => points.some(point => percent(point.share) !== percent(1)))
  if (moving.length === 0) return undefined
  const ages = [...new Set(moving.flatMap(({points}) => points.map(point => point.days)))].sort((a, b) => a - b)
  return {
    title: 'share of the final value that was there so many days after the end of a day',
    head: ages.map(String),
    rows: moving.map(({kpi, points}) => ({
      ref: kpi.ref,
      cells: ages.map(age => {
        const point = points.find(each => each.days === age)
        return point === undefined ? UNKNOWN : percent(point.share)
      }),
    })),
  }
}

/** The table in columns, for a terminal. */
export function settlingLines({title, head, rows}: SettlingTable): string[] {
  const name = Math.max(...rows.map(row => row.ref.length))
  const line = (ref: string, cells: readonly string[]) =>
    `  ${ref.padEnd(name)} ${cells.map(cell => cell.padStart(6)).join(' ')}`
  return [`${title}:`, line('', head), ...rows.map(row => line(row.ref, row.cells))]
}

/** The table as Markdown. */
export function settlingMarkdown({title, head, rows}: SettlingTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    '### Settling',
    '',
    `The ${title}.`,
    '',
    line(['KPI', ...head]),
    line(['---', ...head.map(() => '--:')]),
    ...rows.map(row => line([row.ref, ...row.cells])),
  ].join('\n')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
