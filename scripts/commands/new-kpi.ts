import {join} from 'node:path'
import {CATALOG_FILE} from '../catalog/catalog.ts'
import type {ModelNotes} from '../catalog/models.ts'
import {REF} from '../catalog/names.ts'
import type {Compiled} from '../compile/project.ts'
import {yamlText} from '../core/add-to-yaml.ts'
import {fault, ProblemError} from '../core/problem.ts'
import type {NewArguments} from './new-draft.ts'
import {choose, DAY, type Draft, extended, sampleRow, schemaLine, sourceBehind, textsOf} from './new-draft.ts'

/** What a draft's note says; English where there is no other. */
const NOTE: Readonly<Record<string, string>> = {
  en: 'What is counted and how it is described are open.',
  fr: 'Ce qui est compté et sa description restent à préciser.',
}

/** A KPI that counts a fact's rows, as a draft, and an example of it. */
export async function draftKpi(compiled: Compiled, options: NewArguments): Promise<Draft> {
  const {catalog, declarations, folder} = compiled.project
  const ref = options.id
  if (!REF.test(ref)) {
    const hint = `such as ${[...catalog.kpis.keys()][0] ?? 'Shop-Card-10'}`
    throw new ProblemError([fault('wrong-name', `"${ref}" can’t be the reference of a KPI`, {hint})])
  }
  if (catalog.kpis.has(ref) || catalog.components.has(ref)) {
    const section = catalog.kpis.has(ref) ? 'kpis' : 'components'
    throw new ProblemError([
      fault('already-there', `${ref} is in the catalog already`, catalog.yaml.keyPlace([section, ref])),
    ])
  }
  const family = choose('family', options.family, Object.keys(catalog.families), 'family')
  const facts = new Map([...declarations.models].filter(([name, notes]) => isFact(declarations.files.get(name), notes)))
  const from = choose('from', options.from, [...facts.keys()], 'fact')
  const date = choose('date', options.date, anchors(facts.get(from)!), `column of ${from} to date it by`)
  const entry = {
    family,
    name: textsOf('name', options.name ?? [], catalog.languages),
    description: textsOf('description', options.description ?? [], catalog.languages),
    count: 'rows',
    from,
    date,
    unit: 'count',
    fixed: true,
    status: 'draft',
    note: Object.fromEntries(catalog.languages.map(language => [language, NOTE[language] ?? NOTE.en!])),
  }
  const file = join(catalog.paths.examples, `${ref.toLowerCase().replaceAll('-', '_')}.yml`)
  const source = sourceBehind(compiled, from, new Map())
  const one = {name: `${ref}: a row counts on its day`, given: source ? {[source.name]: [sampleRow(source)]} : {}}
  const none = {name: `${ref}: without rows there is nothing to count`, given: {}}
  const head = schemaLine(folder, catalog.paths.examples)
  const simpler = head + yamlText({examples: [{...none, expect: [{kpi: ref, on: DAY, value: 0}]}]})
  const text = head + yamlText({examples: [{...one, expect: [{kpi: ref, on: DAY, value: 1}]}]})
  return {
    files: [extended(folder, CATALOG_FILE, 'kpis', ref, entry), {file, text}],
    test: {file, simpler},
  }
}

/** Columns of a fact by which KPIs can be dated: local days, and moments with a local twin. */
function anchors({columns = {}}: ModelNotes): string[] {
  return Object.keys(columns).filter(name => columns[name]!.type === 'DATE' || `${name}_local` in columns)
}

function isFact(file: string | undefined, notes: ModelNotes): boolean {
  return file !== undefined && !file.includes('/marts/') && anchors(notes).length > 0
}
