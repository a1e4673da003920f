import type {Expression} from '../sql/expressions.ts'

/** What an expression does with a column: asks whether there is a value, whether it is the same as another column's, or looks at it. */
export type ColumnUse =
  | {readonly column: string; readonly kind: 'present' | 'value'}
  | {readonly column: string; readonly kind: 'compared'; readonly with: string}

interface Node {
  readonly class?: string
  readonly type?: string
  readonly column_names?: readonly string[]
  readonly children?: readonly Node[]
  readonly left?: Node
  readonly right?: Node
}

const PRESENCE = ['OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL']
const SAMENESS = ['COMPARE_EQUAL', 'COMPARE_NOTEQUAL', 'COMPARE_DISTINCT_FROM', 'COMPARE_NOT_DISTINCT_FROM']

/** Every use of a column in an expression, from DuckDB's syntax tree. */
export function columnUses(expression: Expression): ColumnUse[] {
  const uses: ColumnUse[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const {type = '', children = [], left, right} = node as Node
    const own = columnOf(node as Node)
    if (own !== undefined) {
      uses.push({column: own, kind: 'value'})
      return
    }
    const asked = PRESENCE.includes(type) ? columnOf(children[0]) : undefined
    if (asked !== undefined) {
      uses.push({column: asked, kind: 'present'})
      return
    }
    const [a, b] = SAMENESS.includes(type) ? [columnOf(left), columnOf(right)] : []
    if (a !== undefined && b !== undefined) {
      uses.push({column: a, kind: 'compared', with: b}, {column: b, kind: 'compared', with: a})
      return
    }
    Object.values(node).forEach(visit)
  }
  visit(JSON.parse(expression.canonical))
  return uses
}

function columnOf(node: Node | undefined): string | undefined {
  return node?.class === 'COLUMN_REF' ? node.column_names?.at(-1) : undefined
}
