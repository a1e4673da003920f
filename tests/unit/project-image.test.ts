import {join} from 'node:path'
import {runInThisContext} from 'node:vm'
import {beforeAll, expect, test} from 'vitest'
import {type ProjectImage, projectOf} from '../../scripts/browser/project.ts'
import {projectScript} from '../../scripts/browser/project-image.ts'
import {loadProject, type Project} from '../../scripts/compile/load.ts'
import {type Question, understand} from '../../scripts/query/request.ts'
import {compileStatement} from '../../scripts/query/statement.ts'

const ROOT = join(import.meta.dirname, '../..')
let project: Project
let image: Project

beforeAll(async () => {
  project = await loadProject(ROOT)
  runInThisContext(projectScript(project))
  image = projectOf((globalThis as unknown as {kpiProject: ProjectImage}).kpiProject)
})

const period = {from: '2026-03-05', to: '2026-04-11'}
const both = (question: Question) =>
  [project, image].map(each => compileStatement(each, understand(question, each)))

test('the image of a project compiles every KPI to the text that the project compiles it to', () => {
  for (const ref of project.definitions.kpis.keys()) {
    const [expected, found] = both({refs: [ref], ...period, hours: '09:00-19:00', weekdays: 'mon-fri', where: ['project=p1']})
    expect(found).toEqual(expected)
  }
})

test('… and all of them at once, by grain and by dimension', () => {
  const kpis = [...project.definitions.kpis.values()]
  const [expected, found] = both({refs: kpis.map(kpi => kpi.ref), ...period, grain: 'week', where: ['source=direct,hook']})
  expect(found).toEqual(expected)
  expect(expected!.sql.length).toBeGreaterThan(50_000)
  const refs = kpis.filter(kpi => kpi.dimensions.includes('project')).map(kpi => kpi.ref)
  const [expectedBy, foundBy] = both({refs, ...period, by: 'project'})
  expect(foundBy).toEqual(expectedBy)
})

test('the image has what pages need: names, components, histograms, the columns of models', () => {
  const {catalog, definitions, declarations} = image
  expect(catalog.dimensions).toEqual(project.catalog.dimensions)
  expect([...definitions.components]).toEqual([...project.definitions.components])
  expect(definitions.histograms).toEqual(project.definitions.histograms)
  for (const [name, {columns = {}}] of project.declarations.models)
    for (const [column, {type}] of Object.entries(columns))
      expect(declarations.models.get(name)?.columns?.[column]?.type).toBe(type)
})
