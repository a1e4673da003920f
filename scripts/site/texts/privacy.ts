/** Words about what the site does not show, in one language. */
export interface PrivacyTexts {
  /** In place of a list's rows. */
  readonly notPublished: string
  /** A person whose name is not shown: "Clerk 3". */
  readonly pseudonym: (dimension: string, number: string) => string
}

const en: PrivacyTexts = {
  notPublished: 'The rows of this list are not published.',
  pseudonym: (dimension, number) => `${dimension} ${number}`,
}

const fr: PrivacyTexts = {
  notPublished: 'Les lignes de cette liste ne sont pas publiées.',
  pseudonym: (dimension, number) => `${dimension} ${number}`,
}

/** The words of a language; English where there are none. */
export function privacyTexts(language: string): PrivacyTexts {
  return language === 'fr' ? fr : en
}
