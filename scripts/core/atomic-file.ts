import {existsSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {fault, ProblemError} from './problem.ts'

/** Throws a problem (status 2) where the folder of a file to be written is missing. */
export function needFolder(file: string): void {
  const folder = dirname(file)
  if (!existsSync(folder))
    throw new ProblemError([
      fault('no-folder', `--output: there is no folder ${folder}`, {hint: 'make it first, or write somewhere else'}),
    ])
}

/** Writes a file as a whole or not at all: `write` gets the path of a draft beside it, which then takes its name. What `write` throws leaves the file as it was. */
export async function writeWhole(file: string, write: (draft: string) => void | Promise<void>): Promise<void> {
  const draft = `${file}.${process.pid}.part`
  try {
    await write(draft)
    renameSync(draft, file)
  } finally {
    rmSync(draft, {force: true})
  }
}

/** Writes a text to a file as a whole or not at all. */
export async function writeText(file: string, text: string): Promise<void> {
  await writeWhole(file, draft => writeFileSync(draft, text))
}
