import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'

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
