import type {Kpi} from '../catalog/definitions.ts'
import type {Point} from './data.ts'
import {type Formats, unitOf} from './formats.ts'
import {type Compared, isPartial} from './periods.ts'
import type {SiteTexts} from './texts/words.ts'
import type {View} from './view.ts'

/** How a figure compares with the period before. */
export interface Change {
  readonly direction: 'up' | 'down' | 'same' | 'none'
  /** By what the catalog calls better. */
  readonly mood: 'good' | 'bad' | 'neutral'
  /** "+12 % vs previous month", or why there is no comparison. */
  readonly words: string
  /** "up 12 %": for sentences; none without a comparison. */
  readonly spoken?: string
}

const NO_COMPARISON = {direction: 'none', mood: 'neutral'} as const

/** Compares a KPI's figure of the preset's period with the one before; only whole periods are compared. */
export function changeOf(
  kpi: Kpi,
  {preset, data, texts, formats}: Pick<View, 'preset' | 'data' | 'texts' | 'formats'>,
  only?: {readonly dimension: string; readonly value: string},
): Change {
  const {compare, current, previous, compared, firstDay} = preset
  const why = (words: string): Change => ({...NO_COMPARISON, words})
  if (compare === 'none') return why('')
  if (!current.complete) return why(texts.notOver)
  if (!current.covered) return why(texts.dataBegin(texts.date(firstDay)))
  if (!previous || !compared) return why(texts.noPrevious)
  if (isPartial(previous)) return why(texts.previousPartial(texts.date(firstDay)))
  return compareFigures(
    {now: data.point(kpi, current, only), before: data.point(kpi, previous, only)},
    kpi,
    compared,
    texts,
    formats,
  )
}

function compareFigures(
  {now, before}: {readonly now: Point; readonly before: Point},
  kpi: Kpi,
  compared: Compared,
  texts: SiteTexts,
  formats: Formats,
): Change {
  const unit = unitOf(kpi)
  if (now.value === null) return {...NO_COMPARISON, words: texts.noValue}
  if (before.value === null) return {...NO_COMPARISON, words: texts.previousWas(compared, formats.value(null, unit))}
  const direction = now.value === before.value ? 'same' : now.value > before.value ? 'up' : 'down'
  if (direction === 'same')
    return {direction, mood: 'neutral', words: `${texts.unchanged} ${texts.versus(compared)}`, spoken: texts.unchanged}
  const mood =
    kpi.input.better === undefined
      ? 'neutral'
      : (direction === 'up') === (kpi.input.better === 'higher')
        ? 'good'
        : 'bad'
  const hasPercent = unit.unit !== 'fraction' && unit.unit !== 'score'
  if (hasPercent && before.value === 0) {
    return {direction, mood, words: texts.previousWas(compared, formats.value(0, unit))}
  }
  const {text, same} = formats.distance(now.value, before.value, unit)
  if (same)
    return {
      direction: 'same',
      mood: 'neutral',
      words: `${texts.unchanged} ${texts.versus(compared)}`,
      spoken: texts.unchanged,
    }
  return {
    direction,
    mood,
    words: `${direction === 'up' ? '+' : '−'}${text} ${texts.versus(compared)}`,
    spoken: direction === 'up' ? texts.up(text) : texts.down(text),
  }
}
