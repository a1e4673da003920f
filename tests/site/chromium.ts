import {execFileSync} from 'node:child_process'
import {existsSync, mkdirSync, readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {brotliDecompressSync} from 'node:zlib'
import {type Browser, chromium} from 'playwright-core'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * A headless Chromium without a download and without a network but this machine: the system's where there is one, else the binary inside
 * `@sparticuz/chromium`, unpacked into the temporary folder on first use; where the system lacks NSS, with the libraries
 * that the package brings along.
 */
export async function launchChromium(): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--font-render-hinting=none',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ]
  const executablePath = INSTALLED.find(existsSync) ?? (await unpacked())
  try {
    return await chromium.launch({executablePath, args})
  } catch (error) {
    if (!/error while loading shared libraries/.test(String(error))) throw error
    const libraries = [unpackLibraries(), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
    return chromium.launch({executablePath, args, env: {...process.env, LD_LIBRARY_PATH: libraries}})
  }
}

async function unpacked(): Promise<string> {
  const {default: binary} = await import('@sparticuz/chromium')
  return binary.executablePath()
}

/** Unpacks the package's own NSS and NSPR; gives their folder. */
function unpackLibraries(): string {
  const folder = join(tmpdir(), 'chromium-libraries')
  if (!existsSync(folder)) {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    const packed = join(dirname(entry), '..', '..', 'bin', 'al2023.tar.br')
    mkdirSync(folder)
    execFileSync('tar', ['-x', '-C', folder], {input: brotliDecompressSync(readFileSync(packed))})
  }
  return join(folder, 'lib')
}
