import {join, relative} from 'node:path'
import type {Compiled} from '../compile/project.ts'
import {fault, ProblemError} from '../core/problem.ts'
import type {NewArguments} from './new-draft.ts'
import {type Draft, inWords, needName, textsOf} from './new-draft.ts'

/** A page in TypeScript with a KPI's cards and a question to the marts. */
export async function draftPage(compiled: Compiled, options: NewArguments): Promise<Draft> {
  const {catalog, folder} = compiled.project
  needName(options.id, 'page')
  const [ref] = catalog.kpis.keys()
  if (ref === undefined) throw new ProblemError([fault('missing-option', 'there is no KPI that a page could show')])
  const words = inWords(options.id)
  const names = options.name ?? catalog.languages.map(language => `${language}=${words}`)
  const title = textsOf('name', names, catalog.languages)
  const file = join(catalog.paths.reports, 'pages', `${options.id}.ts`)
  const types = relative(
    join(folder, catalog.paths.reports, 'pages'),
    join(process.env.KPI_ROOT!, 'scripts/site/custom/page.ts'),
  )
  const text = pageText(types, ref, title, catalog.languages)
  return {files: [{file, text}]}
}

function pageText(types: string, ref: string, title: Record<string, string>, languages: readonly string[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const texts = (say: (language: string) => string) =>
    `{${languages.map(language => `${language}: ${say(language)}`).join(', ')}}`
  const all = (text: string, french: string) => texts(language => quoted(language === 'fr' ? french : text))
  return `import type {CustomPage} from ${quoted(types)}
import type {Marts, Refs} from ${quoted('../types.ts')}

const page: CustomPage<Refs, Marts> = {
  title: ${texts(language => quoted(title[language]!))},
  render: async ({db, html, period, section, cards, rows, date, value, name}) => {
    const days = await db
      .selectFrom('kpi_values')
      .where('kpi_ref', '=', ${quoted(ref)})
      .where('grain', '=', 'day')
      .where('dimension', '=', 'total')
      .where('period_start', '>=', period.start)
      .where('period_start', '<', period.end)
      .select(['period_start', 'value'])
      .orderBy('value', 'desc')
      .limit(5)
      .execute()
    return html\`
      \${cards(${quoted(ref)})}
      \${section(
        ${all('The five highest days', 'Les cinq jours les plus élevés')},
        rows({
          name: ${all('The five highest days', 'Les cinq jours les plus élevés')},
          columns: [
            {name: ${all('Day', 'Jour')}},
            {name: ${texts(() => `name(${quoted(ref)})`)}, isNumber: true},
          ],
          rows: days.map(row => [date(row.period_start), value(${quoted(ref)}, row.value)]),
        }),
      )}
    \`
  },
}

export default page
`
}
