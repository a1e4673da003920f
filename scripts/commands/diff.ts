import {existsSync} from 'node:fs'
import {basename, join, resolve} from 'node:path'
import {type Choosable, choose} from '../compare/choose.ts'
import {compareWarehouses} from '../compare/compare.ts'
import type {Difference, Side} from '../compare/report.ts'
import {checkOut, findRevision, named, type Revision} from '../compare/revision.ts'
import {openScratch, type Scratch} from '../compare/scratch.ts'
import type {Settings} from '../compare/settings.ts'
import {type BuildSettings, buildRevision, buildSide, compileRevision} from '../compare/sides.ts'
import {readWarehouse} from '../compare/warehouse.ts'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {EXIT, fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {type Place, type PlaceOptions, settle} from '../core/settings.ts'
import type {Listener} from '../execute/events.ts'
import {currentVersion} from '../publish/versions.ts'
import {isAsPublished} from '../publish/working-copy.ts'
import {instant} from './instant.ts'

export interface DiffArguments extends PlaceOptions {
  readonly asOf?: string
  readonly onBadRows?: 'fail' | 'quarantine'
  /** A git revision to compare with. */
  readonly base?: string
  /** Another target to compare with. */
  readonly against?: string
  /** Refs and families, with `*`; without any, everything is compared. */
  readonly select?: readonly string[]
  /** Refs and families, with `*`, whose values must not move. */
  readonly failOnChange?: readonly string[]
  /** Doubles that differ by no more than this fraction of the larger one count as equal. */
  readonly tolerance?: number
}

/** A side that is there already: its warehouse, and the version's folder if it may be built upon. */
interface Reference {
  readonly side: Pick<Side, 'what' | 'name' | 'commit'>
  readonly file: string
  readonly version: string | undefined
  readonly isWrittenInto: boolean
}

/** Tells what is being done. */
export type Told = (doing: string) => void

/**
 * `kpi diff`: builds the project as it is now in a scratch folder and compares its values with those that are published (or of another target, or
 * of a git revision, built likewise). Both sides are built from the same sources, with the options of what is published unless others are given.
 * Changes nothing that is published. Throws where there is nothing to compare with (status 1), and what is wrong with the arguments, the
 * project or the revision (status 2).
 */
export async function diff(
  options: DiffArguments,
  listen: Listener,
  told: Told,
): Promise<Difference & {currency: string}> {
  const place = settle(options)
  const asOf = options.asOf === undefined ? undefined : instant(options.asOf)
  if (options.base !== undefined && options.against !== undefined)
    throw new ProblemError([
      fault('two-sides', 'give --base or --against, not both', {
        hint: '--base REVISION compares with a git revision, --against DIR with another target',
      }),
    ])
  const revision = options.base === undefined ? undefined : await findRevision(place.project, options.base)
  const compiled = compileProject(await loadProject(place))
  const published = findPublished(place.target)
  const reference = options.against === undefined ? published : findPublished(resolve(options.against), options.against)
  if (revision === undefined && reference === undefined) throw nothingThere(options.against, place.target)

  const there = reference && (await readWarehouse(reference.file))
  const settings = settingsOf({...options, ...(asOf === undefined ? {} : {asOf})}, place, there?.settings ?? {})
  const cache = join(place.target, 'diff')
  const scratch = openScratch(cache)
  const buildThen = async (revision: Revision, then: Compiled) => {
    told(`building the project as of ${named(revision.name, revision.commit)}`)
    const version = reference?.version
    const start = version === undefined ? {} : {version}
    const file = await buildRevision(revision, then, cache, join(scratch.folder, 'before'), start, settings, listen)
    const side = {what: 'revision', name: revision.name, commit: revision.commit} as const
    return {...(await readWarehouse(file)), side, isWrittenInto: false}
  }
  try {
    const then = revision && (await compileThen(revision, scratch, settings))
    const {chosen, guarded} = choices(options, [
      ...entriesOf(compiled),
      ...(then ? entriesOf(then) : (there?.entries ?? [])),
    ])
    const start = reference?.version
    const before = then ? await buildThen(revision!, then) : {...there!, ...reference!}
    told('building the project as it is now')
    const file = await buildSide(
      compiled,
      join(scratch.folder, 'after'),
      start === undefined ? {file: before.file} : {version: start},
      settings,
      listen,
    )
    told('comparing')
    const difference = await compareWarehouses({
      before,
      after: await readWarehouse(file),
      compiled,
      chosen,
      guarded,
      tolerance: options.tolerance ?? 0,
      scratch: scratch.folder,
    })
    return {...difference, currency: compiled.project.catalog.currency}
  } finally {
    scratch.close()
  }
}

/** What a target publishes; undefined where there is nothing. `name` is how another target was asked for. */
function findPublished(target: string, name?: string): Reference | undefined {
  const link = join(target, 'warehouse.duckdb')
  if (!existsSync(link)) return undefined
  const version = currentVersion(target)
  // the version's own file: the link may lead to another one by the time it is compared
  const file = version === undefined ? link : join(version, 'warehouse.duckdb')
  const isWhole = version !== undefined && isAsPublished(version)
  return {
    side: {
      what: name === undefined ? 'published' : 'target',
      name: name ?? (version === undefined ? '' : basename(version)),
      commit: null,
    },
    file,
    version: isWhole ? version : undefined,
    isWrittenInto: version !== undefined && !isWhole,
  }
}

function nothingThere(against: string | undefined, target: string): ProblemError {
  const problem =
    against === undefined
      ? fault('not-built', `there is no warehouse in ${target} to compare with`, {
          hint: 'run kpi build first, or compare with a git revision: kpi diff --base main',
        })
      : fault('not-built', `there is no warehouse in ${against} to compare with`, {
          hint: 'name the target of a build, the folder that has warehouse.duckdb',
        })
  return new ProblemError([problem], EXIT.failed)
}

/** How both sides are built: as was asked for, else like what is compared with or published, else as a build would. */
function settingsOf(options: DiffArguments, place: Place, there: Settings): BuildSettings {
  // a target that has moved to another machine may name a folder that is not there: the declared paths are read then
  const sources = typeof there.sources === 'string' && existsSync(there.sources) ? there.sources : null
  return {
    sources: place.sources ?? sources,
    asOf: options.asOf ?? there.asOf ?? null,
    onBadRows: options.onBadRows ?? there.onBadRows ?? 'fail',
    sample: place.settings?.sample ?? there.sample,
  }
}

async function compileThen(revision: Revision, scratch: Scratch, settings: BuildSettings): Promise<Compiled> {
  return compileRevision(revision, await checkOut(revision, scratch), settings)
}

function entriesOf({project: {definitions}}: Compiled): Choosable[] {
  return [
    ...[...definitions.kpis.values()].map(({ref, input}) => ({ref, family: input.family})),
    ...[...definitions.components].map(([ref, {family}]) => ({ref, family})),
  ]
}

/** What `--select` and `--fail-on-change` name; problems (status 2) where that is nothing. */
function choices({select, failOnChange}: DiffArguments, all: readonly Choosable[]) {
  const problems: Problem[] = []
  const chosen = select && choose(select, all, '--select', problems)
  const guarded = choose(failOnChange ?? [], all, '--fail-on-change', problems)
  refuse(problems)
  return {chosen, guarded}
}
