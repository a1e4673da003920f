import {choicesOf, chooser} from './chooser.ts'
import {dataOf, pageView, type SiteContext, type Spoken} from './context.ts'
import type {SiteData} from './data.ts'
import {entityPeriod} from './entities.ts'
import type {SiteRows} from './figures.ts'
import {type Frame, layout} from './layout.ts'
import {entityFile, fileName, listFile} from './navigation.ts'
import {pageNeeds} from './page-needs.ts'
import type {Page} from './pages.ts'
import type {Preset} from './presets.ts'
import {drawReport, shownSections} from './report.ts'
import {labelOf, say} from './view.ts'

/** What every page's frame says alike, in one language. */
export type SharedFrame = Pick<
  Frame,
  'language' | 'languages' | 'texts' | 'pages' | 'dataThrough' | 'version' | 'currency' | 'theme' | 'sample'
>

type Place = Pick<Frame, 'file' | 'title'> & Partial<Frame>

/** Draws pages of one language. */
export function pageWriter(context: SiteContext, spoken: Spoken, shared: SharedFrame, isExact: boolean) {
  const {project, rows} = context
  const choices = new Map(
    context.pages.map(page => {
      const figures = pageNeeds(project, page).map(need => need.figure)
      const all = choicesOf(project, figures, rows.values)
      return [page.id, {...all, dimensions: all.dimensions.filter(name => name !== page.each?.dimension)}]
    }),
  )
  const viewOf = (page: Page, preset: Preset, data: SiteData, file?: string) => ({
    ...pageView(context, spoken, data, {page: page.id, preset: preset.id}),
    ...(page.each && file ? {allRowsAt: (ref: string) => `../csv/${listFile(file, ref)}`} : {}),
  })
  const frameOf = (page: Page, preset: Preset, data: SiteData, place: Place): Frame => {
    const view = viewOf(page, preset, data)
    const lead = page.lead?.[spoken.language]
    return {
      ...shared,
      page: page.id,
      ...(lead === undefined ? {} : {lead}),
      ...(preset.current === undefined ? {} : {period: spoken.texts.period(preset.current)}),
      ...(preset.id === undefined ? {} : {preset: preset.id}),
      // without data there is nothing to choose from
      chooser: isExact && context.range.dataEnd !== '' ? chooser(view, preset, choices.get(page.id)!) : null,
      sections: shownSections(view, page, preset).map(({section}) => say(view, section.title)),
      ...place,
    }
  }
  const draw = (page: Page, preset: Preset, data: SiteData, place: Place) =>
    layout(frameOf(page, preset, data, place), drawReport(viewOf(page, preset, data, place.file), page, preset))
  return {
    viewOf,
    frameOf,
    /** A page of a preset. */
    preset: (page: Page, preset: Preset, data: SiteData) => {
      const file = fileName(page.id, preset.id)
      return {file, text: draw(page, preset, data, {file, title: page.title[spoken.language]!})}
    },
    /** The page of one value of a dimension, since its first day. */
    entity: (page: Page, value: string, since: string | undefined, answered: Pick<SiteRows, 'figures' | 'lists'>) => {
      const {dimension, parent: parentId} = page.each!
      const data = dataOf(context, answered)
      const file = entityFile(page.id, value)
      const parent = context.pages.find(each => each.id === parentId)!
      const title = labelOf(pageView(context, spoken, data, {page: page.id}), dimension, value)
      const place = {
        file,
        title,
        entity: value,
        parent: {id: parentId, file: fileName(parentId), title: parent.title[spoken.language]!},
      }
      return {file, text: draw(page, entityPeriod(since, context.range), data, place)}
    },
  }
}
