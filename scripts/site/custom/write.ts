import type {Kysely} from 'kysely'
import type {SiteData} from '../data.ts'
import {layout} from '../layout.ts'
import {fileName} from '../navigation.ts'
import type {Page} from '../pages.ts'
import type {Preset} from '../presets.ts'
import {drawReport, isShown} from '../report.ts'
import type {pageWriter} from '../write-pages.ts'
import {drawCustom} from './draw.ts'
import type {LoadedPage} from './load.ts'

/** A preset's page that is written in TypeScript; dates and filters can't be chosen there, since no browser runs it. */
export async function writeCustom(
  {frameOf, viewOf}: ReturnType<typeof pageWriter>,
  written: LoadedPage,
  {
    page,
    preset,
    data,
    title,
  }: {readonly page: Page; readonly preset: Preset; readonly data: SiteData; readonly title: string},
  marts: Kysely<unknown>,
): Promise<[string, string]> {
  const file = fileName(page.id, preset.id)
  const frame = frameOf(page, preset, data, {file, title, chooser: null})
  const view = viewOf(page, preset, data)
  const content =
    isShown(preset) && data.hasData(preset.current)
      ? await drawCustom({...view, preset}, written, marts)
      : drawReport(view, page, preset)
  return [file, layout(frame, content)]
}
