/** A large file of the site: gzip, in parts that every host takes. */
export interface Transfer {
  /** Name of its parts without number and extension, beside the engine in `data/`: `facts` for `facts-1.gz`, `facts-1.js`. */
  readonly name: string
  /** Bytes of each part, compressed. */
  readonly parts: readonly number[]
}

type Progress = (bytes: number) => void

/** Where scripts put what they carry: `kpiData('facts-1', '…base64…')`. */
interface Receiver {
  kpiData?: (name: string, base64: string) => void
}

/**
 * Fetches a file's compressed bytes from the folder `data` (a URL that ends in `/`). Over http(s) as they are; where that is not
 * possible (pages opened from a file share may not fetch), by scripts that carry them. `received` hears of every piece that arrives.
 * Throws an Error where neither works.
 */
export async function receive(file: Transfer, data: string, received: Progress): Promise<Blob> {
  const parts: Blob[] = []
  for (const [i, size] of file.parts.entries()) {
    const name = `${file.name}-${i + 1}`
    parts.push(await receivePart(name, data, size, received))
  }
  return new Blob(parts)
}

async function receivePart(name: string, data: string, size: number, received: Progress): Promise<Blob> {
  if (!data.startsWith('file:')) {
    let counted = 0
    const count = (bytes: number) => {
      const more = Math.min(bytes, size - counted)
      counted += more
      received(more)
    }
    const fetched = await fetchPart(`${data}${name}.gz`, count).catch(() => undefined)
    received(-counted)
    if (fetched) {
      received(size)
      return fetched
    }
  }
  const blob = await scriptPart(name, `${data}${name}.js`)
  received(size)
  return blob
}

/** The part as gzip; undefined where the host has none or something else under this name. */
async function fetchPart(url: string, count: Progress): Promise<Blob | undefined> {
  const response = await fetch(url)
  if (!response.ok || !response.body) return undefined
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const reader = response.body.getReader()
  for (;;) {
    const {done, value} = await reader.read()
    if (done) break
    pieces.push(value as Uint8Array<ArrayBuffer>)
    count(value.length)
  }
  const blob = new Blob(pieces)
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer())
  if (first === 0x1f && second === 0x8b) return blob
  // some hosts declare .gz files to be encoded, and the browser has unpacked it already; a page instead of the file is none
  return /gzip/.test(response.headers.get('content-encoding') ?? '') ? packed(blob) : undefined
}

const packed = (blob: Blob) => new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).blob()

function scriptPart(name: string, url: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    const receiver = globalThis as Receiver
    let found: Blob | undefined
    receiver.kpiData = (given, base64) => {
      if (given === name) found = new Blob([bytesOf(base64)])
    }
    const end = (problem?: string) => {
      script.remove()
      delete receiver.kpiData
      if (found) resolve(found)
      else reject(new Error(problem ?? `${url} does not hold what was expected`))
    }
    script.onload = () => end()
    script.onerror = () => end(`${url} could not be loaded`)
    script.src = url
    document.head.append(script)
  })
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** The bytes that a gzip file holds; an incomplete or damaged one throws. */
export async function unpacked(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const response = new Response(blob.stream().pipeThrough(new DecompressionStream('gzip')))
  return new Uint8Array(await response.arrayBuffer())
}
