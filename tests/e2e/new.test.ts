import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {addToYaml} from '../../scripts/core/add-to-yaml.ts'
import {copyProject, kpi, kpiJson, ROOT, temporaryFolder} from './command-line.ts'
import {copyDemonstration} from './demonstration.ts'

const folder = temporaryFolder()

interface Written {
  readonly written: string[]
  readonly extended: string[]
}

/** All files of a project, by their path, but for outputs. */
function filesOf(project: string): Map<string, string> {
  return new Map(
    readdirSync(project, {recursive: true, withFileTypes: true})
      .filter(entry => entry.isFile() && !entry.parentPath.includes('/target'))
      .map(entry => join(entry.parentPath, entry.name))
      .map(file => [file, readFileSync(file, 'utf8')]),
  )
}

const PARCELS = `parcel_id,branch_id,note,weight,packed_at,sent_at
p1,main,,1.5,2026-05-04T08:12:00Z,2026-05-05T08:12:00Z
p2,main,heavy,2.5,2026-05-04T09:12:00Z,
`
const TEXTS = [
  '--name',
  'en=Parcels',
  '--name',
  'de=Pakete',
  '--description',
  'en=Packed.',
  '--description',
  'de=Gepackt.',
]

it('new makes a source, a fact on it, a KPI and a page, each of which the project checks and tests', async () => {
  const project = copyProject(join(ROOT, 'tests', 'projects', 'library'), join(folder, 'library'))
  const catalog = join(project, 'kpi-catalog.yml')
  writeFileSync(
    catalog,
    readFileSync(catalog, 'utf8').replace('[../../../macros], templates: ../../../models/marts', '[macros]'),
  )
  const file = join(project, 'seeds', 'parcels.csv')
  writeFileSync(file, PARCELS)
  const before = filesOf(project)
  const made = async (...args: string[]) => kpiJson<Written>(['new', ...args], project)

  expect(await made('source', 'parcels', '--from', file)).toEqual({
    written: [
      'models/staging/sources.yml',
      'models/staging/stg_parcels.sql',
      'models/staging/staging.yml',
      'tests/models/stg_parcels.yml',
    ],
    extended: ['models/staging/sources.yml', 'models/staging/staging.yml'],
  })
  expect(readFileSync(join(project, 'models/staging/sources.yml'), 'utf8')).toBe(
    `${before.get(join(project, 'models/staging/sources.yml'))}  parcels:
    description: Parcels. One row per parcel.
    path: seeds/parcels.csv
    key: [parcel_id]
    columns:
      parcel_id: {type: VARCHAR, description: Parcel id.}
      branch_id: {type: VARCHAR, description: Branch id.}
      note: {type: VARCHAR, nullable: true, description: Note.}
      weight: {type: DOUBLE, description: Weight.}
      packed_at: {type: TIMESTAMP, description: Packed at.}
      sent_at: {type: TIMESTAMP, nullable: true, description: Sent at.}
    replay:
      created: packed_at
      events:
        sent_at: []
`,
  )
  await made('model', 'fct_parcels')
  await made('model', 'dim_borrowers')
  const args = [
    'kpi',
    'Parcel-Card-1',
    '--family',
    'footfall',
    '--from',
    'fct_parcels',
    '--date',
    'packed_at',
    ...TEXTS,
  ]
  expect((await made(...args)).written).toEqual(['kpi-catalog.yml', 'tests/kpis/parcel_card_1.yml'])
  expect(readFileSync(join(project, 'tests/kpis/parcel_card_1.yml'), 'utf8')).toContain('value: 1}') // not the fallback
  expect((await made('page', 'parcels')).written).toEqual(['reports/pages/parcels.ts'])

  // nothing that was there is lost or moved: every line is still there, in its order
  const after = filesOf(project)
  for (const [path, text] of before) {
    let at = 0
    for (const line of text.split('\n')) {
      at = after.get(path)!.indexOf(line, at)
      expect(at, `${path}: ${line}`).toBeGreaterThanOrEqual(0)
      at += line.length
    }
  }
  expect(await kpi(['check'], project)).toMatchObject({status: 0})
  const run = await kpi(['test', 'kpi:Parcel-Card-1', 'path:tests/models'], project)
  expect(run).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('3 of 3 unit tests of models pass\n1 of 1 golden'),
  })

  // a second time each is refused, and the project stays as it is
  for (const again of [['source', 'parcels', '--from', file], ['model', 'fct_parcels'], args, ['page', 'parcels']])
    expect(await kpi(['new', ...again], project)).toMatchObject({status: 2})
  expect(filesOf(project)).toEqual(after)

  // what does not fit the project is taken back
  const another = args.map(each => each.replace('Parcel-Card-1', 'Parcel-Card-2'))
  const refused = await kpi(['new', ...another], project) // has the name of the first
  expect(refused).toMatchObject({status: 2, stderr: expect.stringContaining('nothing is written')})
  expect(filesOf(project)).toEqual(after)
})

it('new fits the demonstration project: where a row of the source is not a row of the fact, the example says so', async () => {
  const project = copyDemonstration(join(folder, 'demonstration'))
  const texts = ['name', 'description'].flatMap(option => [
    `--${option}`,
    'en=Orders taken',
    `--${option}`,
    'fr=Commandes',
  ])
  const args = ['--family', 'economics', '--from', 'fct_orders', '--date', 'ordered_at', ...texts]
  await kpiJson<Written>(['new', 'kpi', 'Ordr-Card-1', ...args], project)
  expect(readFileSync(join(project, 'kpi-catalog.yml'), 'utf8')).toContain('\n  Ordr-Card-1:\n')
  expect(await kpi(['check'], project)).toMatchObject({status: 0})
})

it('an entry is added at the end of its mapping, and all else stays', () => {
  const text = 'a: 1 # one\nkpis: # all\n    x: {b: 1}  # beside\n    # after\n\n\nother:\n  - 2\n'
  expect(addToYaml(text, 'kpis', 'y', {c: {d: 1}})).toBe(
    'a: 1 # one\nkpis: # all\n    x: {b: 1}  # beside\n    y:\n      c: {d: 1}\n    # after\n\n\nother:\n  - 2\n',
  )
  expect(addToYaml('', 'models', 'y', {c: 1})).toBe('models:\n  y: {c: 1}\n')
  expect(addToYaml('a: 1\nmodels: {} # none', 'models', 'y', {c: 1})).toBe('a: 1\nmodels:\n  y:\n    c: 1\n  # none\n')
})
