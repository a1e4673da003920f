/** In the middle of a sentence a name begins in lower case, unless it is an abbreviation. */
export function inner(name: string): string {
  return /^\p{Lu}[\p{Lu}\d]/u.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)
}

/** At the beginning of a sentence. */
export function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What ends the noun that an English name is about: "Cost | per sale", "Time | to answer". */
const AFTER_NOUN = /\s(?:of|per|by|with|without|in|on|at|from|to|for|after|before|and|not)\s|[,:(]/
/** Singular nouns of measurement that need an article; others are plurals or go without one ("revenue", "satisfaction"). */
const COUNTABLE =
  /(?:rate|number|share|ratio|proportion|amount|sum|time|duration|delay|length|score|rating|cost|price|value|size|level|index|uplift|median|average|mean)$/i

/** An English name inside a sentence: "the answer rate", "revenue", "new requests". */
export function englishName(name: string): string {
  const noun = name.split(AFTER_NOUN)[0]!.trim()
  const plural = /[^s]s$/i.test(noun)
  const needsArticle = !plural && (COUNTABLE.test(noun) || /\b(?:average|median|mean)\b/i.test(noun))
  return needsArticle ? `the ${inner(name)}` : inner(name)
}

const SINGULAR = new Set(['taux', 'temps', 'prix', 'cas', 'indice', 'accès', 'succès', 'progrès', 'poids'])
const FEMININE =
  /(?:[ts]ion|té|ée|ure|ance|ence|ie|ette|esse|ade|aille)$|^(?:part|note|valeur|somme|moyenne|médiane|marge|charge|perte|vente|dépense|recette|longueur|taille|hausse|baisse)$/

/** A French name inside a sentence with its article, and whether it is a plural; abbreviations go without. */
export function frenchName(name: string): {readonly text: string; readonly plural: boolean} {
  const text = inner(name)
  const [noun = ''] = text.split(/[\s,:(]/)
  if (/^\p{Lu}/u.test(noun) || noun === 'non') return {text, plural: false}
  if (/[sx]$/.test(noun) && !SINGULAR.has(noun)) return {text: `les ${text}`, plural: true}
  if (/^[aâeéèêiîoôuyœ]/.test(noun)) return {text: `l'${text}`, plural: false}
  return {text: `${FEMININE.test(noun) ? 'la' : 'le'} ${text}`, plural: false}
}
