import type {Publication} from '../site/publication.ts'

/** What a site shows beyond figures, in a sentence. */
export function publicationText({facts, names, pseudonyms, rows}: Publication): string {
  const count = (number: number, thing: string) =>
    `${number.toLocaleString('en-GB')} ${thing}${number === 1 ? '' : 's'}`
  const said = [
    ...(facts
      ? [
          `${count(facts.tables, 'table')}, ${count(facts.columns, 'column')}, ${count(facts.rows, 'row')} for exact filtering`,
        ]
      : []),
    ...(names.length > 0 ? [`names of ${names.join(', ')}`] : []),
    ...(pseudonyms.length > 0 ? [`pseudonyms of ${pseudonyms.join(', ')}`] : []),
    ...(rows.length > 0 ? [`rows of ${rows.join(', ')}`] : []),
  ]
  return said.length === 0 ? 'the site publishes figures only' : `the site publishes ${said.join('; ')}`
}
