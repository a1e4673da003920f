import {createReadStream, readFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import {pipeline} from 'node:stream/promises'
import {fileOf, lacksSlash, typeOf} from './files.ts'

/** What the pages are told: whether a build is running, which version is published, what is wrong (text for people; '' for nothing). */
export interface DevState {
  readonly busy: boolean
  readonly version: string
  readonly problems: string
}

export interface DevServer {
  readonly port: number
  /** Tells every open page. */
  show(state: DevState): void
  close(): Promise<void>
}

export interface ServerOptions {
  readonly port: number
  /** The site's folder; it may not exist yet. */
  readonly site: string
  /** The script that shows problems and reloads. */
  readonly script: string
}

/** Only this machine is answered. */
export const ADDRESS = '127.0.0.1'
const SCRIPT = '/_dev/client.js'
const EVENTS = '/_dev/events'

/**
 * Serves the site on loopback, with a script in each page that shows problems and reloads; nothing is kept by browsers. Answers
 * only requests that name this machine, so that no other site's page can read it. Throws node's error where the port is taken.
 */
export async function startServer({port, site, script}: ServerOptions): Promise<DevServer> {
  let state: DevState = {busy: true, version: '', problems: ''}
  const listeners = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-store')
    response.setHeader('x-content-type-options', 'nosniff')
    answer(request, response).catch(error => {
      // the reader has gone, or a version was removed while one of its files was read
      response.destroy(error as Error)
    })
  })
  await listen(server, port)
  const taken = (server.address() as {port: number}).port
  const hosts = new Set([`${ADDRESS}:${taken}`, `localhost:${taken}`])

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {url = '/', method = 'GET', headers} = request
    if (!hosts.has(headers.host ?? '')) return refuse(response, 403, 'Only requests to this machine are answered.')
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD are answered.')
    if (url === EVENTS) return follow(response)
    if (url === SCRIPT) return send(response, typeOf(SCRIPT), script)
    if (lacksSlash(site, url)) {
      response.writeHead(302, {location: `${url}/`}).end()
      return
    }
    const file = fileOf(site, url)
    if (file === undefined) return missing(response)
    const type = typeOf(file)
    if (type.startsWith('text/html')) return send(response, type, withScript(readFileSync(file, 'utf8')))
    response.setHeader('content-type', type)
    if (method === 'HEAD') response.end()
    else await pipeline(createReadStream(file), response)
  }

  function follow(response: ServerResponse): void {
    response.writeHead(200, {'content-type': 'text/event-stream; charset=utf-8'})
    response.write(eventOf(state))
    listeners.add(response)
    response.on('close', () => listeners.delete(response))
  }

  function missing(response: ServerResponse): void {
    response.statusCode = 404
    const text = state.version === '' ? 'The site is not built yet.' : 'There is no such page.'
    send(response, 'text/html; charset=utf-8', withScript(page(text)))
  }

  const withScript = (html: string) => {
    const tag = `<script src="${SCRIPT}" data-version="${state.version}" defer></script>`
    const end = html.lastIndexOf('</body>')
    return end < 0 ? html + tag : html.slice(0, end) + tag + html.slice(end)
  }

  return {
    port: taken,
    show: next => {
      state = next
      for (const response of listeners) response.write(eventOf(state))
    },
    close: () =>
      new Promise(resolve => {
        for (const response of listeners) response.end()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, ADDRESS, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function eventOf(state: DevState): string {
  return `data: ${JSON.stringify(state)}\n\n`
}

function send(response: ServerResponse, type: string, body: string): void {
  response.setHeader('content-type', type)
  response.end(body) // node leaves the body out of the answer to HEAD
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  send(response, 'text/plain; charset=utf-8', `${text}\n`)
}

function page(text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${text}</title><link rel="icon" href="data:,"></head><body><p>${text}</p></body></html>`
}
