import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import {basename, dirname, join} from 'node:path'

/** The published version's folder, or undefined before the first publication. */
export function currentVersion(target: string): string | undefined {
  try {
    const folder = join(target, readlinkSync(join(target, 'current')))
    return existsSync(folder) ? folder : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes a finished version folder the published one with one rename. The fixed paths (`target/warehouse.duckdb`, `target/parquet`,
 * `target/site`) are links through `target/current`, so they move together. The version before stays for readers that have it open;
 * older ones are removed.
 */
export function publishVersion(target: string, version: string, entries: readonly string[]): void {
  const before = currentVersion(target)
  linkEntries(target, entries)
  replaceLink(join(target, 'current'), join('versions', basename(version)))
  const keep = new Set([basename(version), ...(before === undefined ? [] : [basename(before)])])
  for (const name of readdirSync(dirname(version)))
    if (!keep.has(name)) rmSync(join(dirname(version), name), {recursive: true, force: true})
}

/** Makes the fixed paths, before there is a version or where one was removed since. */
export function linkEntries(target: string, entries: readonly string[]): void {
  for (const entry of entries) {
    const link = join(target, entry)
    if (!isLinkTo(link, join('current', entry))) {
      if (existsSync(link) && !lstatSync(link).isSymbolicLink()) rmSync(link, {recursive: true, force: true})
      replaceLink(link, join('current', entry))
    }
  }
}

function replaceLink(link: string, to: string): void {
  const draft = `${link}.tmp`
  rmSync(draft, {force: true})
  symlinkSync(to, draft)
  renameSync(draft, link)
}

function isLinkTo(link: string, to: string): boolean {
  try {
    return readlinkSync(link) === to
  } catch {
    return false
  }
}

/** Puts an unchanged file of another version into this one: a hard link, or a copy where links are not possible. */
export function reuseFile(from: string, to: string): void {
  mkdirSync(dirname(to), {recursive: true})
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
