/** Notes a problem of a question; gives undefined, in place of what could not be read. */
export type Say = (code: string, message: string, hint?: string) => undefined
