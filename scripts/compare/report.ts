import type {Catalogs} from './catalogs.ts'
import type {Cause} from './causes.ts'
import type {HistogramChange} from './histograms.ts'
import type {RelationChange} from './relations.ts'
import type {Change, KpiValues} from './values.ts'

/** One of the two sides of a comparison. */
export interface Side {
  /** `published` (what the target publishes), `target` (another one), `revision`, or `project`: the project as it is now. */
  readonly what: 'published' | 'target' | 'revision' | 'project'
  /** A version's id, a folder, or a revision's name; empty for the project as it is now. */
  readonly name: string
  readonly commit: string | null
  /** The data's last instant (UTC); null where there are no data. */
  readonly data_end: string | null
  /** Null where it is not known. */
  readonly timezone: string | null
  readonly as_of: string | null
}

/** Something besides the catalog and the models in which the two sides differ, so that values may have moved on its account. */
export interface Otherwise {
  readonly kind: 'timezone' | 'as_of' | 'bad_rows' | 'sample' | 'sources' | 'written_into'
  readonly before: string | null
  readonly after: string | null
  /** Of `sources`, those whose data differ, and how many both sides have. */
  readonly names: readonly string[]
  readonly of: number
}

/** What became of one KPI. */
export interface KpiChange {
  readonly ref: string
  /**
   * `moved`: it has other values; `new`, `removed`, `renamed` (the very values of `renamed_from`); `redefined`: another definition, the
   * same values; `basis`: the same values with another numerator, denominator or sample size; `settled`: other periods are settled;
   * `described`: only other texts, targets and the like.
   */
  readonly change: 'moved' | 'new' | 'removed' | 'renamed' | 'redefined' | 'basis' | 'settled' | 'described'
  readonly renamed_from: string | null
  readonly family: string
  readonly unit: string
  readonly is_fixed: boolean
  readonly causes: readonly Cause[]
  /** Columns of `marts.kpi_catalog` that differ. */
  readonly catalog: readonly string[]
  /** Null where only one side has the KPI. */
  readonly values: (Omit<KpiValues, 'ref'> & {readonly largest: Change | null}) | null
}

export interface Difference {
  readonly before: Side
  readonly after: Side
  readonly otherwise: readonly Otherwise[]
  /** Doubles that differ by no more than this fraction of the larger one count as equal. */
  readonly tolerance: number
  /** How many KPIs were compared, and how many of each change there are. */
  readonly summary: Readonly<Record<'kpis' | KpiChange['change'] | 'unchanged', number>>
  /** Those with any change: moved ones first, the largest change first. */
  readonly kpis: readonly KpiChange[]
  readonly histograms: readonly HistogramChange[]
  readonly relations: readonly RelationChange[]
  /** Refs of `--fail-on-change` whose values moved or that were removed. */
  readonly failed: readonly string[]
}

const ORDER = ['moved', 'new', 'removed', 'renamed', 'redefined', 'basis', 'settled', 'described'] as const

/** Says of every chosen KPI what became of it; those of which nothing did are left out. */
export function judge(
  catalogs: Catalogs,
  values: readonly KpiValues[],
  renamed: ReadonlyMap<string, string>,
  why: {isRedefined: (ref: string) => boolean; causes: (ref: string) => Cause[]},
  isChosen: (ref: string) => boolean,
): KpiChange[] {
  const byRef = new Map(values.map(each => [each.ref, each]))
  const former = new Set(renamed.values())
  const refs = [...new Set([...catalogs.after.keys(), ...catalogs.before.keys()])].filter(isChosen)
  const changes = refs.flatMap((ref): KpiChange[] => {
    if (former.has(ref) && !catalogs.after.has(ref)) return [] // told with its new name
    const entry = (catalogs.after.get(ref) ?? catalogs.before.get(ref))!
    const own = byRef.get(ref)
    const catalog = catalogs.differing.get(ref) ?? []
    const change = whatChanged()
    if (change === undefined) return []
    const moved = change === 'moved'
    return [
      {
        ref,
        change,
        renamed_from: renamed.get(ref) ?? null,
        family: entry.family,
        unit: entry.unit,
        is_fixed: entry.isFixed,
        causes: moved || change === 'basis' ? why.causes(ref) : [],
        catalog,
        values: own === undefined ? null : valuesOf(own),
      },
    ]

    function whatChanged(): KpiChange['change'] | undefined {
      if (!catalogs.before.has(ref)) return renamed.has(ref) ? 'renamed' : 'new'
      if (!catalogs.after.has(ref)) return 'removed'
      if (own !== undefined && own.moves.length > 0) return 'moved'
      if (why.isRedefined(ref)) return 'redefined'
      if (own !== undefined && own.other_basis > 0) return 'basis'
      if (own !== undefined && own.settled_changes > 0) return 'settled'
      return catalog.length > 0 ? 'described' : undefined
    }
  })
  return changes.sort(
    (a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change) || rank(a, b) || (a.ref < b.ref ? -1 : 1),
  )
}

function valuesOf({ref: _, ...own}: KpiValues): KpiChange['values'] {
  return {...own, largest: largestOf(own.moves)}
}

/** The largest change of the longest grain that moved: of totals, else of breakdowns. */
function largestOf(moves: KpiValues['moves']): Change | null {
  const [first] = moves
  if (first === undefined) return null
  const isTotal = first.dimension === 'total'
  const rivals = moves.filter(each => (each.dimension === 'total') === isTotal && each.grain === first.grain)
  return rivals.map(each => each.largest).sort(bySize)[0]!
}

/** Those whose totals moved first; then by the size of the largest change. */
function rank(a: KpiChange, b: KpiChange): number {
  const [one, other] = [a.values?.largest, b.values?.largest]
  if (!one || !other) return 0
  return Number(one.dimension !== 'total') - Number(other.dimension !== 'total') || bySize(one, other)
}

/** The largest relative change first: a value where there was none (or 0) is larger than any other; then by absolute change. */
function bySize(a: Change, b: Change): number {
  const size = (value: number | null) => (value === null ? Number.POSITIVE_INFINITY : Math.abs(value))
  const compare = (x: number, y: number) => (x === y ? 0 : y > x ? 1 : -1)
  return compare(size(a.relative), size(b.relative)) || compare(size(a.absolute), size(b.absolute))
}
