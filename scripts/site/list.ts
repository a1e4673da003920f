import {exported} from './charts/figure.ts'
import type {ListRow} from './figures.ts'
import {notFiltered} from './filters.ts'
import {NOTHING} from './formats.ts'
import {html, type Markup} from './html.ts'
import {publishedLists} from './lists.ts'
import {oneLine} from './one-line.ts'
import {tableDefinition, wraps} from './table.ts'
import {filterTexts} from './texts/filters.ts'
import {privacyTexts} from './texts/privacy.ts'
import {componentOf, dimensionOf, labelOf, say, type View} from './view.ts'

const NUMBERS = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL)/

/** A column of a list: a number, a time, what a row is about, or the words that it is all about. */
interface Column {
  readonly name: string
  readonly heading: string
  readonly kind: 'number' | 'flag' | 'time' | 'what' | 'words'
  readonly dimension?: string
}

/** A list component: the latest rows of the period, the latest first. */
export function list(view: View, ref: string, anchor: boolean): Markup {
  const {texts, formats, preset} = view
  const component = componentOf(view, ref, 'list')
  const name = say(view, component.name)
  const rows = mayShow(view, ref) ? view.data.list(ref, preset.current) : []
  const columns = columnsOf(view, ref)
  const number = (amount: number) => formats.value(amount, {unit: 'count'})
  const context = [
    texts.period(preset.current),
    ...(preset.current.complete ? [] : [texts.incomplete]),
    ...(rows.length === 0 ? [] : [texts.latestOf(number(rows.length), number(rows[0]!.of), rows.length < rows[0]!.of)]),
  ].join(', ')
  const without = notFiltered(
    view,
    publishedLists(view.project).filter(each => each.ref === ref),
  )
  const heads = columns.map(
    ({heading, kind}) =>
      html`<th role="columnheader" scope="col"${kind === 'number' && html` class="number"`}>${heading}</th>`,
  )
  const body = rows.map(row => html`<tr role="row">${columns.map(column => cell(view, column, row))}</tr>`)
  return html`<div class="list"${anchor && html` id="${ref}"`} data-ref="${ref}"${exported(false, rows.length > 0)}>
    <h3>${name}</h3>
    <p class="context">${context}${without && html` <span class="mark">${without}</span>`}</p>
    ${
      rows.length === 0
        ? html`<p class="empty">${emptiness(view, ref)}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="latest" role="table">
    <thead role="rowgroup"><tr role="row">${heads}</tr></thead>
    <tbody role="rowgroup">${body}</tbody>
    </table></div>`
    }
    ${rows.length > 0 && rows.length < rows[0]!.of && view.allRowsAt && html`<p class="small"><a href="${view.allRowsAt(ref)}" download>${texts.allRows(number(rows[0]!.of))}</a></p>`}
    ${tableDefinition(view, ref, component)}
    </div>`
}

/** Whether the project publishes a list's rows. */
function mayShow({project}: View, ref: string): boolean {
  return project.catalog.publish.rows.includes(ref)
}

/** Why a list has no rows. */
function emptiness(view: View, ref: string): string {
  if (!mayShow(view, ref)) return privacyTexts(view.language).notPublished
  return view.data.hasList(ref) ? view.texts.nothingCounted : filterTexts(view.language).listOfPresets
}

/** The columns of the catalog; what dates a row comes first where they leave it out. The first text of its own is its words. */
function columnsOf(view: View, ref: string): Column[] {
  const {list: model, date, columns} = componentOf(view, ref, 'list')
  const declared = view.project.declarations.models.get(model)?.columns ?? {}
  const shown = [
    ...(date in columns ? [] : [[date, view.texts.dateColumn] as const]),
    ...Object.entries(columns).map(([name, heading]) => [name, say(view, heading)] as const),
  ]
  let hasWords = false
  return shown.map(([name, heading]): Column => {
    const type = declared[name]?.type ?? 'VARCHAR'
    const dimension = dimensionOf(view.project, model, name)
    if (dimension !== undefined) return {name, heading, kind: 'what', dimension}
    if (NUMBERS.test(type)) return {name, heading, kind: 'number'}
    if (type === 'BOOLEAN') return {name, heading, kind: 'flag'}
    if (/^(TIMESTAMP|DATE)/.test(type)) return {name, heading, kind: 'time'}
    const kind = hasWords ? 'what' : 'words'
    hasWords = true
    return {name, heading, kind}
  })
}

/** A cell; the roles say what it is where the style sheet sets rows as paragraphs. */
function cell(view: View, {name, heading, kind, dimension}: Column, row: ListRow): Markup {
  const text = row.cells[name] ?? null
  const shown =
    text === null
      ? NOTHING
      : kind === 'number'
        ? view.formats.value(Number(text), {unit: 'count'})
        : kind === 'flag'
          ? view.texts[text === 'true' ? 'yes' : 'no']
          : kind === 'time'
            ? time(view, text)
            : kind === 'what'
              ? labelOrText(view, dimension, text)
              : oneLine(text)
  // numbers and times are read by machines, too; an empty value is NULL
  const bare = text === null ? '' : kind === 'number' ? text : kind === 'time' ? text.replace(' ', 'T') : null
  return html`<td role="cell" class="${kind === 'flag' ? 'what' : kind}${wraps(shown) && ' long'}" data-label="${heading}"${bare !== null && html` data-value="${bare}"`}>${shown}</td>`
}

function labelOrText(view: View, dimension: string | undefined, text: string): string {
  return dimension === undefined ? oneLine(text) : labelOf(view, dimension, text)
}

/** A local time or a day, in words. */
function time({texts}: View, local: string): Markup {
  const [day, clock] = [local.slice(0, 10), local.slice(11, 16)]
  return html`<time datetime="${clock ? `${day}T${clock}` : day}">${texts.date(day)}${clock && `, ${clock}`}</time>`
}
