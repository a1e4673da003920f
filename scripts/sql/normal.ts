/** What is one piece of SQL whatever stands around it: texts, quoted names, words and numbers, operators, other characters. */
const TOKEN =
  /(?<![\p{L}\p{N}_$])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|[\p{L}\p{N}_$]+|[-+*/%<>=!|&^~:@#?]+|\S/uy
const SPACE = /\s*/y
const COMMENT = /--[^\n]*|\/\*/y
const OPERATOR = /[-+*/%<>=!|&^~:@#?]/

/** Words that are never a column's name unless they are quoted or stand after `as`, so that their case means nothing. */
const RESERVED = new Set(
  (
    'all and as asc case cast cross desc distinct else end except false from full group having in inner intersect is ' +
    'join left like limit not null offset on or order right select then true union using when where with'
  ).split(' '),
)

/**
 * SQL without what does not matter to it: comments, layout, and the case of reserved words. Equal texts mean the same statement;
 * names keep their case, since columns are shown as they are written.
 */
export function normalSql(sql: string): string {
  const tokens: string[] = []
  let at = 0
  while (at < sql.length) {
    SPACE.lastIndex = at
    at += SPACE.exec(sql)![0].length
    if (at === sql.length) break
    const comment = commentLength(sql, at)
    if (comment > 0) {
      at += comment
      continue
    }
    TOKEN.lastIndex = at
    const token = TOKEN.exec(sql)![0]
    const kept = OPERATOR.test(token[0]!) ? untilComment(token) : token
    at += kept.length
    tokens.push(wordOf(kept, tokens.at(-1)))
  }
  return tokens.join(' ')
}

/** Length of the comment that begins here, block comments with those inside them; 0 where none does. */
function commentLength(sql: string, from: number): number {
  COMMENT.lastIndex = from
  const begun = COMMENT.exec(sql)?.[0]
  if (begun === undefined) return 0
  if (begun !== '/*') return begun.length
  let depth = 1
  let at = from + 2
  while (at < sql.length && depth > 0) {
    if (sql.startsWith('/*', at)) depth++
    else if (sql.startsWith('*/', at)) depth--
    else {
      at++
      continue
    }
    at += 2
  }
  return at - from
}

/** Operators end where a comment begins. */
function untilComment(operators: string): string {
  const comment = operators.search(/--|\/\*/)
  return comment > 0 ? operators.slice(0, comment) : operators
}

function wordOf(token: string, before: string | undefined): string {
  const lower = token.toLowerCase()
  if (lower === 'by' && /^(group|order|partition)$/i.test(before ?? '')) return lower
  return RESERVED.has(lower) && before !== 'as' && before !== '.' ? lower : token
}

/** A template of SQL without its own comments (`{{!-- … --}}`, `{{! … }}`), those of SQL, and layout. */
export function normalTemplate(text: string): string {
  const known = templates.get(text)
  if (known !== undefined) return known
  const normal = normalSql(text.replace(/\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}/g, ''))
  templates.set(text, normal)
  return normal
}

/** A macro's text is part of many statements. */
const templates = new Map<string, string>()
