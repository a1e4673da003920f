import {existsSync} from 'node:fs'
import {type Browser, chromium} from 'playwright-core'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * A headless Chromium without a download: the system's where there is one, else the binary inside `@sparticuz/chromium`
 * (unpacked into the temporary folder on first use; where the system lacks NSS, with the libraries it brings along).
 */
export async function launchChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--host-resolver-rules=MAP * ~NOTFOUND']
  const installed = INSTALLED.find(existsSync)
  if (installed !== undefined) return chromium.launch({executablePath: installed, args})
  try {
    return await chromium.launch({executablePath: await unpacked(), args})
  } catch (error) {
    if (!/shared librar/.test(String(error))) throw error
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x' // makes the package unpack and use its own libraries
    return chromium.launch({executablePath: await unpacked('?with-libraries'), args, env: {...process.env} as Record<string, string>})
  }
}

async function unpacked(query = ''): Promise<string> {
  const {default: binary} = (await import(`@sparticuz/chromium${query}`)) as {default: {executablePath(): Promise<string>}}
  return binary.executablePath()
}
