import {Argument, type Command} from 'commander'
import {addCommand, all} from './command.ts'
import {completionTree} from './completion-tree.ts'

/** `kpi completion` */
export function addCompletion(program: Command): void {
  addCommand(program, {
    name: 'completion',
    summary: 'a script that completes commands, options and references in a shell',
    examples: [
      ['kpi completion bash', 'for ~/.bashrc: source <(kpi completion bash)'],
      ['kpi completion zsh', 'for ~/.zshrc, after compinit: source <(kpi completion zsh)'],
      ['kpi completion fish', 'for ~/.config/fish/config.fish: kpi completion fish | source'],
      ['kpi completion refs', 'the references that the scripts complete'],
    ],
  })
    .addArgument(new Argument('<shell>', 'the shell, or refs').choices(['bash', 'zsh', 'fish', 'refs']))
    .action(async (shell: 'bash' | 'zsh' | 'fish' | 'refs', _, command: Command) =>
      (await import('../ui/completion.ts')).completionCommand({
        shell,
        tree: completionTree(program),
        ...all<{project?: string}>(command),
      }),
    )
}
