import type {Sample} from '../core/settings.ts'

/** What a sample holds, in words: "the last 90 days, 25 % of the entities". */
export function sampleText({days, share}: Sample): string {
  const parts = [
    ...(days === undefined ? [] : [`the last ${days.toLocaleString('en-GB')} day${days === 1 ? '' : 's'}`]),
    ...(share === undefined
      ? []
      : [`${(share * 100).toLocaleString('en-GB', {maximumFractionDigits: 2})} % of the entities`]),
  ]
  return parts.join(', ')
}
