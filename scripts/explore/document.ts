/** What draws charts outside of a browser asks a library for a document; in a browser there is one. */
export function parseHTML(): {readonly document: Document} {
  return {document}
}
