import type {Kpi} from '../../catalog/definitions.ts'
import {unitOf} from '../formats.ts'
import {html, type Markup} from '../html.ts'
import {dimensionName, labelOf, linkTo, type Sheet} from '../kpi-page/sheet.ts'
import {auditTextsOf} from '../texts/audit.ts'
import type {Audited, PublicNote} from './public.ts'

/** What was observed of a KPI's promise, to stand beside it; none where nothing was ever audited. */
export function observed(sheet: Sheet, {notes}: Audited, kpi: Kpi): Markup | null {
  if (notes.size === 0) return null
  const said = auditTextsOf(sheet.language)
  const note = notes.get(kpi.ref)
  if (note === undefined) return html`${said.notYet}`
  const {compared, moved, broken, last_moved_days: last, settles_after_days: allowed} = note
  const count = (amount: number) => sheet.formats.value(amount, {unit: 'count'})
  const outcome =
    compared === 0
      ? [said.nothingCompared]
      : moved === 0
        ? [said.unchanged(count(compared))]
        : [
            broken > 0 ? said.brokenBy(count(broken), count(compared)) : said.moved(count(moved), count(compared)),
            ...(last === null ? [] : [said.lastMoved(last)]),
            ...(note.largest === null ? [] : [said.atMost(sheet.formats.value(note.largest, {unit: 'fraction'}))]),
          ]
  const mark = broken > 0 && html`<a class="mark bad" href="#replay">${said.broken}</a> `
  const early = note.settles_too_early && last !== null && allowed !== null && ` ${said.tooEarly(last, allowed)}`
  return html`${mark}${replayed(sheet, note.days)}${said.colon}${outcome.join('; ')}.${early}${!note.isCurrent && html` <b>${said.earlier}</b>`}`
}

/** Which days were replayed. */
export function replayed({language, texts}: Sheet, days: readonly string[]): string {
  const said = auditTextsOf(language)
  return days.length === 0 ? said.checked : said.replayed(days.length, texts.date(days[0]!), texts.date(days.at(-1)!))
}

/** A broken promise: one of the figures that moved, the rows that made the difference, what it inherits and what inherits it. */
export function brokenPromise(sheet: Sheet, {notes}: Audited, kpi: Kpi): Markup | null {
  const note = notes.get(kpi.ref)
  if (!note?.example) return null
  const said = auditTextsOf(sheet.language)
  const {value_then: then, value_now: now, day} = note.example
  const write = (value: number | null) => sheet.formats.value(value, unitOf(kpi))
  const links = (title: string, refs: readonly string[]) =>
    refs.length > 0 &&
    html`<p>${title}${said.colon}${refs.map((ref, i) => html`${i > 0 && ', '}${linkTo(sheet, ref)}`)}</p>`
  return html`<h3 id="replay">${said.checked}</h3><div class="replayed">
    <p><span class="mark bad">${said.broken}</span> ${figureOf(sheet, note.example)}${said.colon}${said.thenNow(write(then), sheet.texts.date(day), write(now))}.</p>
    ${note.evidence.map(each => rowsOf(sheet, each))}
    ${note.isCut && html`<p>${said.notShown}</p>`}
    ${links(
      said.through,
      note.inherits.filter(ref => sheet.compiled.project.definitions.kpis.has(ref)),
    )}
    ${links(
      said.breaks,
      note.heirs.filter(ref => sheet.compiled.project.definitions.kpis.has(ref)),
    )}</div>`
}

/** Which figure: its period, and the value of a breakdown. */
export function figureOf(sheet: Sheet, example: NonNullable<PublicNote['example']>): string {
  const {grain, period_start: start, period_end: end, dimension, dimension_value: value} = example
  const period = sheet.texts.period({complete: true, covered: true, start, end, grain: grain as 'day'})
  if (dimension === 'total' || value === null || !(dimension in sheet.compiled.project.catalog.dimensions))
    return period
  return `${period}, ${dimensionName(sheet, dimension)} ${labelOf(sheet, dimension, value)}`
}

function rowsOf(sheet: Sheet, {fact, rows, count}: PublicNote['evidence'][number]): Markup {
  const said = auditTextsOf(sheet.language)
  const number = (amount: number) => sheet.formats.value(amount, {unit: 'count'})
  const items = rows.map(({key, columns, before, now}) => {
    const part = before === now ? said.differs : before ? said.left : said.entered
    const values = [
      ...Object.entries(key).map(([name, value]) => `${name} ${value ?? 'NULL'}`),
      ...columns.map(({name, before: old, now: new_}) => `${name} ${old ?? 'NULL'} → ${new_ ?? 'NULL'}`),
    ]
    return html`<li>${part}${values.map(text => html`; <code>${text}</code>`)}</li>`
  })
  return html`<p>${said.rowsOf(fact, number(count))}</p>
    <ul>${items}${count > rows.length && html`<li>${said.more(number(count - rows.length))}</li>`}</ul>`
}
