import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {loadProject} from '../compile/load.ts'
import {type Compiled, compileProject} from '../compile/project.ts'
import {fault, type Problem, ProblemError, refuse} from '../core/problem.ts'
import {type Place, settle} from '../core/settings.ts'
import {readExamples, runExamples} from '../verify/examples.ts'
import {readModelTests, runModelTests} from '../verify/model-tests.ts'
import {check} from './check.ts'
import type {Draft, Kind, NewArguments} from './new-draft.ts'
import {draftKpi} from './new-kpi.ts'
import {draftModel} from './new-model.ts'
import {draftPage} from './new-page.ts'
import {draftSource} from './new-source.ts'

/** Files relative to the project. */
export interface Written {
  readonly written: readonly string[]
  /** Those of `written` that were there before, and have an entry more. */
  readonly extended: readonly string[]
}

/** What each kind makes use of, besides its name. */
const OPTIONS: Readonly<Record<Kind, readonly string[]>> = {
  kpi: ['family', 'from', 'date', 'name', 'description'],
  model: ['from'],
  source: ['from'],
  page: ['name'],
}

const DRAFTS = {kpi: draftKpi, model: draftModel, source: draftSource, page: draftPage}

/**
 * `kpi new`: writes a starting point, checks the project with it and runs its tests. Nothing that is there is written over, and where
 * something is wrong everything is as it was before (status 2).
 */
export async function create(options: NewArguments): Promise<Written> {
  const {kind} = options
  for (const option of ['family', 'from', 'date', 'name', 'description'] as const) {
    if (options[option] === undefined || OPTIONS[kind].includes(option)) continue
    const hint = `kpi new ${kind} takes ${OPTIONS[kind].map(each => `--${each}`).join(', ')}`
    throw new ProblemError([fault('wrong-option', `kpi new ${kind} makes no use of --${option}`, {hint})])
  }
  const place = settle(options)
  const compiled = compileProject(await loadProject(place))
  const draft = await DRAFTS[kind](compiled, options)
  refuse(
    draft.files
      .filter(({file, extends: isExtended}) => !isExtended && existsSync(join(place.project, file)))
      .map(({file}) => fault('already-there', `${file} is there already`, {hint: 'choose another name'})),
  )
  await writeOrRestore(place, draft)
  return {
    written: draft.files.map(each => each.file),
    extended: draft.files.filter(each => each.extends).map(each => each.file),
  }
}

async function writeOrRestore(place: Place, draft: Draft): Promise<void> {
  const path = (file: string) => join(place.project, file)
  const before = draft.files.map(
    ({file}) => [file, existsSync(path(file)) ? readFileSync(path(file)) : undefined] as const,
  )
  const scratch = mkdtempSync(join(tmpdir(), 'kpi-new-'))
  try {
    for (const {file, text} of draft.files) {
      mkdirSync(dirname(path(file)), {recursive: true})
      writeFileSync(path(file), text)
    }
    await check({...place, target: scratch})
    await testDraft(place, draft)
  } catch (error) {
    for (const [file, bytes] of before) {
      if (bytes === undefined) rmSync(path(file), {force: true})
      else writeFileSync(path(file), bytes)
    }
    throw error instanceof ProblemError ? takenBack(error) : error
  } finally {
    rmSync(scratch, {recursive: true, force: true})
  }
}

/** What is wrong with the project as it would have been; what was compiled of it is gone, too. */
function takenBack({problems, status}: ProblemError): ProblemError {
  const told = problems.map(({hint, ...rest}) =>
    hint === undefined || /^see target/.test(hint) ? rest : {...rest, hint},
  )
  return new ProblemError(
    [...told, fault('not-written', 'nothing is written: the project would not be in order with it')],
    status,
  )
}

/** Runs what the draft has of tests; one that does not hold is replaced by the simpler one, which must. */
async function testDraft(place: Place, {test}: Draft): Promise<void> {
  if (test === undefined) return
  const compiled = compileProject(await loadProject(place))
  const problems = await failures(compiled, test.file)
  if (problems.length === 0) return
  if (test.simpler === undefined) throw new ProblemError(problems)
  writeFileSync(join(place.project, test.file), test.simpler)
  refuse(await failures(compiled, test.file))
}

async function failures(compiled: Compiled, file: string): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  const examples = readExamples(compiled, problems)
  const tests = readModelTests(compiled, problems)
  const isThis = (other: string) => other === file
  const results = [
    ...(await runExamples(compiled, examples, isThis)),
    ...(await runModelTests(compiled, tests, isThis)),
  ]
  return [...problems, ...results.flatMap(each => each.problems)]
}
