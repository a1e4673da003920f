import {Argument, type Command} from 'commander'
import type {NewArguments} from '../commands/new-draft.ts'
import {addCommand, all, formatOption, repeatable} from './command.ts'

/** `kpi new` */
export function addNew(program: Command): void {
  addCommand(program, {
    name: 'new',
    summary: 'a starting point for a KPI, model, source or page, with a test that passes',
    examples: [
      ['kpi new source callbacks --from seeds/callbacks.csv', 'declares a file, and its staging view'],
      ['kpi new model fct_callbacks', 'a fact from stg_callbacks'],
      ['kpi new page busiest', 'a page in TypeScript'],
      [
        'kpi new kpi Call-Card-1 --from fct_callbacks --date asked_at --name en="Calls asked for" --description en="Calls that were asked for."',
        'a KPI that counts rows, as a draft (with texts in every language of the catalog)',
      ],
    ],
  })
    .addArgument(new Argument('<what>', 'what is to be made').choices(['kpi', 'model', 'source', 'page']))
    .argument(
      '<name>',
      'its name: Shop-Card-10, fct_orders (stg_, dim_, fct_ say which kind of model), orders, busiest',
    )
    .option('--family <family>', 'of a KPI (default: the only one)')
    .option('--from <name>', 'the fact of a KPI, the model or source of a model, the file of a source')
    .option('--date <column>', 'what dates a KPI (default: the only column that can)')
    .option('--name <language=text>', 'name of a KPI or page, once per language of the catalog', repeatable)
    .option('--description <language=text>', 'description of a KPI, once per language of the catalog', repeatable)
    .addOption(formatOption('text', 'json'))
    .action(async (kind: NewArguments['kind'], id: string, _, command: Command) =>
      (await import('../ui/new.ts')).newCommand({kind, id, ...all<{format: 'text' | 'json'}>(command)}),
    )
}
