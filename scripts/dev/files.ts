import {realpathSync, statSync} from 'node:fs'
import {extname, join, sep} from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/** A file's media type by its ending; bytes of no known kind otherwise. */
export function typeOf(file: string): string {
  return TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
}

/**
 * The file below `root` that the target of a request (`/en/index.html?x`) names: of a folder, its `index.html`. Undefined where
 * there is none, where the target is no path, and for whatever leads out of `root`, encoded or through a link.
 */
export function fileOf(root: string, target: string): string | undefined {
  const path = decoded(target.split(/[?#]/, 1)[0]!)
  if (path === undefined || !path.startsWith('/') || /[\0\\]/.test(path)) return undefined
  const steps = path.split('/').filter(step => step !== '')
  if (steps.some(step => step === '.' || step === '..')) return undefined
  try {
    const top = realpathSync(root)
    const found = realpathSync(join(top, ...steps))
    const file = statSync(found).isDirectory() ? realpathSync(join(found, 'index.html')) : found
    return file.startsWith(top + sep) && statSync(file).isFile() ? file : undefined
  } catch {
    return undefined // it does not exist
  }
}

/** Whether a target names a folder without the slash by which relative links are found. */
export function lacksSlash(root: string, target: string): boolean {
  const path = target.split(/[?#]/, 1)[0]!
  return (
    !path.endsWith('/') &&
    fileOf(root, `${path}/`) !== undefined &&
    fileOf(root, path)?.endsWith('index.html') === true &&
    !path.endsWith('.html')
  )
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined // a % without its two digits
  }
}
