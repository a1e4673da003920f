import type {Compiled} from '../../compile/project.ts'
import {columnGraph} from '../../lineage/column-graph.ts'
import {followColumns} from '../../lineage/columns.ts'
import {type SourceColumns, sourceColumnsOf} from '../../lineage/source-columns.ts'
import {openSmall} from '../../sql/duckdb.ts'
import {html, type Markup} from '../html.ts'
import {sourceColumnTexts} from '../texts/source-columns.ts'
import type {Sheet} from './sheet.ts'

/** Of each of the references, the columns of sources behind it. */
export async function readSourceColumns(
  compiled: Compiled,
  refs: readonly string[],
): Promise<Map<string, SourceColumns>> {
  const parser = await openSmall()
  const lineage = await followColumns(compiled, parser, ['staging', 'facts']).finally(() => parser.close())
  const graph = columnGraph(compiled, lineage)
  return new Map(refs.filter(ref => graph.node(ref)).map(ref => [ref, sourceColumnsOf(graph, ref)]))
}

/** The columns as two short lists; nothing where there are none. */
export function sourceColumns({language}: Sheet, {value, decide}: SourceColumns): Markup | null {
  if (value.length + decide.length === 0) return null
  const texts = sourceColumnTexts(language)
  const names = (list: readonly string[]) => html`<ul>${list.map(name => html`<li><code>${name}</code></li>`)}</ul>`
  return html`<h3>${texts.title}</h3>
    <dl class="parts source-columns"><div><dt>${texts.value}</dt> <dd>${value.length > 0 ? names(value) : texts.rows}</dd></div>
    ${decide.length > 0 && html`<div><dt>${texts.decide}</dt> <dd>${names(decide)}</dd></div>`}</dl>`
}
