import {deprecatedUses} from '../catalog/aliases.ts'
import {unneededColumns} from '../catalog/check-publish.ts'
import {loadProject} from '../compile/load.ts'
import {TEMPLATES, type TemplateName} from '../compile/models.ts'
import {compileProject, writeCompiled} from '../compile/project.ts'
import {type Problem, refuse} from '../core/problem.ts'
import {settle} from '../core/settings.ts'
import {forgetUnchanged} from '../publish/unchanged.ts'
import {checkReports} from '../site/check.ts'
import {outdatedRefs} from '../site/former-refs.ts'
import {bindProject} from '../verify/check.ts'
import {readExamples} from '../verify/examples.ts'
import {readModelTests} from '../verify/model-tests.ts'
import {refreshTypes} from './types.ts'

export interface CheckResult {
  readonly kpis: number
  readonly components: number
  readonly models: number
  readonly sources: number
  readonly examples: number
  /** KPIs and histograms that no golden example covers. */
  readonly uncovered: readonly string[]
  /** Columns (`fact.column`) that `publish.exact` allows and nothing needs. */
  readonly unneeded: readonly string[]
  /** Uses of former and deprecated references in the catalog and the reports. */
  readonly warnings: readonly Problem[]
}

/** `kpi check`: everything that can be checked without running SQL on data. Throws all problems (status 2). */
export async function check(options: {project?: string; target?: string}): Promise<CheckResult> {
  const place = settle(options)
  const compiled = compileProject(await loadProject(place))
  await checkReports(compiled.project)
  forgetUnchanged(place.target) // the next build writes what is compiled
  writeCompiled(compiled, place.target)
  const problems: Problem[] = await bindProject(compiled, database => refreshTypes(compiled.project, database))
  const files = readExamples(compiled, problems)
  readModelTests(compiled, problems)
  refuse(problems)
  const {project} = compiled
  const covered = new Set(
    files.flatMap(file =>
      file.input.examples.flatMap(example => example.expect.map(each => each.kpi ?? each.component ?? '')),
    ),
  )
  const refs = [...project.definitions.kpis.keys(), ...project.definitions.histograms.map(each => each.ref)]
  return {
    kpis: project.definitions.kpis.size,
    components: project.definitions.components.size,
    models: [...project.declarations.files.keys()].filter(name => !TEMPLATES.includes(name as TemplateName)).length,
    sources: project.declarations.sources.size,
    examples: files.reduce((sum, file) => sum + file.input.examples.length, 0),
    uncovered: refs.filter(ref => !covered.has(ref)),
    unneeded: unneededColumns(project.catalog, project.needed),
    warnings: [...deprecatedUses(project.catalog), ...outdatedRefs(project.folder, project.catalog)],
  }
}
