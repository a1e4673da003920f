import {CATALOG_FILE} from '../../catalog/catalog.ts'
import {type Cell, cellData, type Heading, headData} from '../cells.ts'
import {notFiltered} from '../filters.ts'
import {html, Markup, raw} from '../html.ts'
import {moreAbout} from '../kpi-page/more.ts'
import {needsOf} from '../needs.ts'
import {say, type View} from '../view.ts'

/** A chart's data as a table; the first column heads the rows. */
export interface DataTable {
  readonly head: readonly (Heading | string)[]
  readonly rows: readonly (readonly (Cell | string)[])[]
}

export interface FigureParts {
  readonly ref: string
  /** Unit and period. */
  readonly subtitle: string
  /** None where there is nothing to show; the finding then says why. */
  readonly drawing: Markup | null
  /** What the chart says, in a sentence. */
  readonly finding: string | Markup
  /** How to read it: what is dashed, hollow, grey. */
  readonly keys?: readonly string[]
  /** Where the reader chooses between views, their tables. */
  readonly data?: DataTable | Markup
  readonly wide?: boolean
  /** The drawing is itself a table. */
  readonly isTable?: boolean
  /** Holds a choice between views. */
  readonly choosing?: boolean
}

/** A chart with its title, its finding, its definition and its data. */
export function figure(
  view: View,
  {ref, subtitle, drawing, finding, keys = [], data, wide = false, isTable = false, choosing = false}: FigureParts,
  anchor: boolean,
): Markup {
  const {texts} = view
  const component = view.project.definitions.components.get(ref)!
  const name = say(view, component.name)
  const without = notFiltered(
    view,
    needsOf(view.project, [ref]).map(need => need.figure),
  )
  const label = anchor ? html` id="${ref}" aria-labelledby="${ref}-title"` : html` aria-label="${name}"`
  return html`<figure role="figure" class="chart${wide && ' full'}${choosing && ' choosing'}"${label} data-ref="${ref}"${exported(drawing !== null, data !== undefined || isTable)}>
    <h3${anchor && html` id="${ref}-title"`}>${name}</h3>
    <p class="context">${subtitle}${component.status === 'draft' && html` <span class="mark">${texts.draft}</span>`}${without && html` <span class="mark">${without}</span>`}</p>
    ${drawing}
    <figcaption>${finding}${keys.length > 0 && html` <span class="small">${keys.join(' ')}</span>`}</figcaption>
    <details><summary>${texts.definitionAndData}<span class="vh">: ${name}</span></summary>
    <p class="definition">${say(view, component.description)}</p>
    ${component.note && html`<p class="note">${say(view, component.note)}</p>`}
    <p class="small">${texts.whereDefined(ref, CATALOG_FILE)}</p>
    ${moreAbout(view.language, ref, name)}
    ${data instanceof Markup ? data : data && dataTable(data, name)}
    </details>
    </figure>`
}

/** A chart's data as a table; `name` for those who hear it. */
export function dataTable({head, rows}: DataTable, name: string): Markup {
  const heads = head.map((heading, i) => {
    const attributes = html`${i > 0 && raw(' class="number"')}${typeof heading !== 'string' && headData(heading)}`
    return html`<th scope="col"${attributes}>${textOf(heading)}</th>`
  })
  const body = rows.map(([first = '', ...cells]) => {
    const numbers = cells.map(cell => html`<td class="number"${dataOf(cell)}>${textOf(cell)}</td>`)
    return html`<tr><th scope="row"${dataOf(first)}>${textOf(first)}</th>${numbers}</tr>`
  })
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table>
    <thead><tr>${heads}</tr></thead>
    <tbody>${body}</tbody>
    </table></div>`
}

function textOf(cell: Cell | Heading | string): string {
  return typeof cell === 'string' ? cell : cell.text
}

function dataOf(cell: Cell | string): Markup | null {
  return typeof cell === 'string' ? null : cellData(cell)
}

/** What the page's script offers to download of an element that holds a chart or a table. */
export function exported(picture: boolean, data: boolean): Markup | null {
  const kinds = [...(data ? ['csv'] : []), ...(picture ? ['svg', 'png'] : [])]
  return kinds.length === 0 ? null : html` data-exports="${kinds.join(' ')}"`
}
