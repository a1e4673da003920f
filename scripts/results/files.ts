import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** Writes JSON that readers find whole or not at all. */
export function writeJson(file: string, data: unknown): void {
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(`${file}.tmp`, `${JSON.stringify(data, null, 2)}\n`)
  renameSync(`${file}.tmp`, file)
}

/** The engine's version. */
export function engineVersion(): string {
  const {version} = JSON.parse(readFileSync(join(process.env.KPI_ROOT!, 'package.json'), 'utf8')) as {version: string}
  return version
}
