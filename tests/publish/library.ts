import {appendFileSync, cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import type {BuildSummary} from '../../scripts/commands/build.ts'
import {kpi} from '../e2e/command-line.ts'
import {copyLibrary, LIBRARY} from '../engine/library.ts'

/** A copy of the library with the data of a variant. */
export function library(folder: string, variant?: number): string {
  const project = copyLibrary(folder)
  if (variant !== undefined) writeVariant(project, variant)
  return project
}

/** Writes the library's data with a row more in most sources; the variant, from 10, can be read from the facts. */
export function writeVariant(project: string, variant: number): void {
  cpSync(join(LIBRARY, 'seeds'), join(project, 'seeds'), {recursive: true})
  const day = `2026-06-${String(1 + (variant % 28)).padStart(2, '0')}`
  const more = {
    'loans.csv': `X1,b1,main,t9,dvd,${variant},${day}T10:00:00Z,${day}T16:00:00Z,false`,
    'notices.csv': `X1,X1,reminder,${day}T11:00:00Z`,
    'holds.csv': `X1,b2,main,main,${day}T10:00:00Z,${day}T12:00:00Z,${day}T14:00:00Z,`,
    'fines.csv': `X1,X1,${variant}.50,${day}T18:00:00Z`,
    'running_costs.csv': `west,2026-06-01,${variant}.00`,
    'visits.ndjson': `{"visit_id": "X1", "branch_id": "main", "entered_at": "${day}T10:00:00Z", "items_browsed": ${variant}}`,
  }
  for (const [file, row] of Object.entries(more)) appendFileSync(join(project, 'seeds', file), `${row}\n`)
}

/** Replaces a text that must be in a project's file; gives what puts it back. */
export function replaceIn(project: string, name: string, from: string, to: string): () => void {
  const file = join(project, name)
  const before = readFileSync(file, 'utf8')
  expect(before).toContain(from)
  writeFileSync(file, before.replace(from, to))
  return () => writeFileSync(file, before)
}

/** Builds in this process, which must succeed; gives the summary. */
export async function build(project: string, target: string): Promise<BuildSummary> {
  const run = await kpi(['build', '--project', project, '--target', target, '--format', 'json'])
  expect(run.status, run.stderr).toBe(0)
  return JSON.parse(run.stdout) as BuildSummary
}

/** A message for people: what, a hint, and no stack trace. */
export function expectReadable(stderr: string): void {
  expect(stderr).toMatch(/^error [\w-]+/m)
  expect(stderr).not.toMatch(/^\s+at .+[:(]/m)
  expect(stderr).not.toMatch(/node:internal|Node\.js v/)
}
