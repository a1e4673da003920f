import {createHash} from 'node:crypto'
import {createReadStream, existsSync, readdirSync, readFileSync, realpathSync, statSync} from 'node:fs'
import {join, relative} from 'node:path'

/** A short, stable fingerprint of texts; the parts are kept apart, so ("ab","c") differs from ("a","bc"). */
export function fingerprint(...parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest('hex').slice(0, 16)
}

/** Fingerprint of a file's bytes, streamed. */
export async function fingerprintFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex').slice(0, 16)
}

/** Fingerprint of files and of everything below folders, names and bytes; `paths` are relative to `base`. What is absent counts as that. */
export function fingerprintFiles(base: string, paths: readonly string[]): string {
  const hash = createHash('sha256')
  const add = (path: string, above: readonly string[]) => {
    const found = statSync(path, {throwIfNoEntry: false})
    const kind = found === undefined ? 'absent' : found.isDirectory() ? 'folder' : 'file'
    hash.update(`${kind} ${relative(base, path)}\0`)
    if (kind === 'file') {
      const bytes = readFileSync(path)
      hash.update(`${bytes.length}:`).update(bytes)
    } else if (kind === 'folder') {
      const real = realpathSync(path)
      if (above.includes(real)) return // a link that leads back
      for (const name of readdirSync(path).sort()) add(join(path, name), [...above, real])
    }
  }
  for (const path of [...new Set(paths)].sort()) add(join(base, path), [])
  return hash.digest('hex').slice(0, 16)
}

/** Fingerprint of every file below a folder, names and bytes; of an absent folder, that of an empty one. */
export async function fingerprintFolder(folder: string): Promise<string> {
  if (!existsSync(folder)) return fingerprint()
  const files = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  const contents = await Promise.all(files.map(fingerprintFile))
  return fingerprint(...files.map(file => relative(folder, file)), ...contents)
}
