import {NOTHING} from './formats.ts'

/** Marks that turn the direction of all that follows until another mark ends it; names have no use for them. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const [ISOLATE, POP] = ['\u2068', '\u2069']

/**
 * A text of the data as one line that leaves what stands around it alone: line ends and control characters become spaces,
 * and what is written from right to left is kept apart, in sentences, drawings and attributes alike. "–" where nothing is
 * left.
 */
export function oneLine(text: string): string {
  const line = text
    .replace(TURNS, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (line === '') return NOTHING
  return RIGHT_TO_LEFT.test(line) ? ISOLATE + line + POP : line
}
