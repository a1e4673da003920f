/** Whether a name is the one that a pattern says: `*` for anything, `?` for one character, `[a-c]` for one of these. */
export function matchesName(name: string, pattern: string): boolean {
  return isPattern(pattern) ? toRegExp(pattern, '.*', '.').test(name) : name === pattern
}

/**
 * Whether a file is the one, or lies in the folder, that a path relative to the project says. In a path `*` and `?` do not reach over a
 * slash, and `**` does.
 */
export function matchesPath(file: string, pattern: string): boolean {
  const wanted = normal(pattern)
  const written = normal(file)
  if (wanted === '') return false
  if (!isPattern(wanted)) return written === wanted || written.startsWith(`${wanted}/`)
  const expression = toRegExp(wanted, '[^/]*', '[^/]')
  // the file itself, or one of its folders
  const parts = written.split('/')
  return parts.some((_, i) => expression.test(parts.slice(0, i + 1).join('/')))
}

function isPattern(text: string): boolean {
  return /[*?[]/.test(text)
}

function toRegExp(pattern: string, star: string, one: string): RegExp {
  const parts = pattern.match(/\*\*\/?|\*|\?|\[[^\]]+\]|[\s\S]/g) ?? []
  const written = parts.map(part => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return star
    if (part === '?') return one
    if (part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    return part.replace(/[.+^${}()|[\]\\]/, '\\$&')
  })
  return new RegExp(`^${written.join('')}$`)
}

function normal(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
}
