import {appendFileSync, cpSync} from 'node:fs'
import {join} from 'node:path'
import {copyProject, DESK} from '../e2e/command-line.ts'

/** A copy of the help-desk project, the quickest to build, with the data of a variant. */
export function desk(folder: string, variant: number): string {
  const project = copyProject(DESK, join(folder, 'desk'))
  writeVariant(project, variant)
  return project
}

/** Writes the help desk's data with a row more in each source; the variant, from 100, can be read from the facts (the highest fee). */
export function writeVariant(project: string, variant: number): void {
  cpSync(join(DESK, 'seeds'), join(project, 'seeds'), {recursive: true})
  const day = `2026-03-${String(5 + (variant % 20)).padStart(2, '0')}`
  appendFileSync(
    join(project, 'seeds', 'tickets.csv'),
    `x1,north,low,${day}T10:00:00Z,${day}T11:00:00Z,${variant}.00\n`,
  )
  appendFileSync(join(project, 'seeds', 'replies.csv'), `x1,x1,a1,${day}T10:30:00Z\n`)
}
