import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {fingerprintFile} from '../core/hash.ts'

/** How the file system tells that a file is as it was: these change with its content, whoever writes it. */
interface Seen {
  readonly size: string
  readonly modified: string
  readonly changed: string
  readonly inode: string
  readonly fingerprint: string
}

/**
 * A file that was written this short before it was read (in nanoseconds) may have been written again within the same tick of the file
 * system's clock: it is read again the next time.
 */
const SETTLED = 2_000_000_000n

/** Fingerprints of files by their content; of those that are as they were seen, without reading them again. */
export interface FilePrints {
  of(path: string): Promise<string>
  /** Remembers what was seen; half a file is as good as none. */
  save(): void
}

/**
 * Fingerprints that are remembered in `file` (none: they are not remembered). A file is taken to be as it was when its size, its times
 * of modification and of change and its inode are all the same, and were not fresh when it was read: the time of change can't be set
 * back, so a file that is written with an old date is read again.
 */
export function filePrints(file?: string): FilePrints {
  const known = file === undefined ? new Map<string, Seen>() : read(file)
  const seen = new Map<string, Seen>()
  return {
    of: async path => {
      const before = stateOf(path)
      const old = known.get(path)
      if (old && isSame(old, before)) {
        seen.set(path, old)
        return old.fingerprint
      }
      const now = BigInt(Date.now()) * 1_000_000n
      const fingerprint = await fingerprintFile(path)
      const latest = [before.modified, before.changed].map(BigInt).reduce((a, b) => (a > b ? a : b))
      if (now - latest > SETTLED && isSame(before, stateOf(path))) seen.set(path, {...before, fingerprint})
      return fingerprint
    },
    save: () => {
      if (file === undefined) return
      const text = JSON.stringify(Object.fromEntries([...seen].sort(([a], [b]) => (a < b ? -1 : 1))), null, 1)
      if (existsSync(file) && readFileSync(file, 'utf8') === text) return
      writeFileSync(file, text)
    },
  }
}

type State = Omit<Seen, 'fingerprint'>

function stateOf(path: string): State {
  const {size, mtimeNs, ctimeNs, ino} = statSync(path, {bigint: true})
  return {size: String(size), modified: String(mtimeNs), changed: String(ctimeNs), inode: String(ino)}
}

function isSame(a: State, b: State): boolean {
  return a.size === b.size && a.modified === b.modified && a.changed === b.changed && a.inode === b.inode
}

function read(file: string): Map<string, Seen> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Seen>))
  } catch {
    return new Map() // there is none, or half of one: the files are read again
  }
}
