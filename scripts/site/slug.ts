/** A value as part of a file's name: itself where it is plain, else what is plain in it with a mark of the whole (FNV-1a, 32 bits). */
export function slug(value: string): string {
  const plain = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain === value ? plain : `${plain.slice(0, 40)}_${mark(value)}`
}

function mark(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
