import type {Command, Option} from 'commander'
import type {CompletedCommand, CompletedOption} from '../ui/completion-scripts.ts'

/** What of the tree of commands can be completed. */
export function completionTree(program: Command): CompletedCommand[] {
  const common = [...program.options.map(completed), {flags: ['--help'], summary: 'what it does', values: []}]
  return program.commands.map(command => ({
    name: command.name(),
    summary: command.description(),
    options: [...command.options.map(completed), ...common],
    values: command.registeredArguments[0]?.argChoices ?? [],
    // told by their names, and by the words of those that take models and columns besides
    takesRefs: command.registeredArguments.some(
      argument => /^(ref|selector)$/.test(argument.name()) || /\bKPI\b/.test(argument.description),
    ),
  }))
}

function completed(option: Option): CompletedOption {
  const flags = [option.short, option.long].filter(flag => flag !== undefined)
  const needsValue = option.required || option.optional
  return {
    flags,
    summary: option.description,
    ...(needsValue ? {takesValue: true} : {}),
    ...(/<(ref|selector)/.test(option.flags) ? {takesRefs: true} : {}),
    values: option.argChoices ?? [],
  }
}
