import type {ExportTexts} from '../../scripts/site/texts/exports.ts'

/** The page's words for what the script adds; none on a page without figures. */
export function words(): ExportTexts | undefined {
  const text = document.querySelector<HTMLElement>('[data-words]')?.dataset.words
  return text === undefined ? undefined : (JSON.parse(text) as ExportTexts)
}
