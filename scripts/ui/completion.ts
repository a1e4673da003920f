import {readRefs} from '../catalog/refs.ts'
import {bashScript, type CompletedCommand, fishScript, zshScript} from './completion-scripts.ts'

const SCRIPTS = {bash: bashScript, zsh: zshScript, fish: fishScript}

/** Prints a shell's script, or the references of the catalog, a line each. */
export async function completionCommand({
  shell,
  tree,
  project,
}: {
  shell: keyof typeof SCRIPTS | 'refs'
  tree: readonly CompletedCommand[]
  project?: string
}): Promise<void> {
  if (shell !== 'refs') process.stdout.write(SCRIPTS[shell](tree))
  else {
    const {kpis, components} = readRefs(project)
    process.stdout.write([...kpis, ...components].map(ref => `${ref}\n`).join(''))
  }
}
