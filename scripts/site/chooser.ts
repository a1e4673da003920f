import type {Project} from '../compile/load.ts'
import {addDays, GRAINS} from '../core/days.ts'
import type {Askable} from '../query/request.ts'
import {WHERE} from './address.ts'
import {weekdayName} from './filters.ts'
import {html, type Markup} from './html.ts'
import {lastDayOf} from './periods.ts'
import {COMPARES, type Preset} from './presets.ts'
import {filterTexts} from './texts/filters.ts'
import {dimensionName, labelOf, type View} from './view.ts'

/** What the reader can choose from: the dimensions of a page's figures with the values that the data hold. */
export interface Choices {
  readonly dimensions: readonly string[]
  /** Dimension → its values, as the data hold them. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly hasHours: boolean
  readonly hasWeekdays: boolean
}

/** The dimensions that can filter any of these figures, in the catalog's order. */
export function choicesOf(
  {catalog}: Project,
  figures: readonly Askable[],
  values: ReadonlyMap<string, readonly string[]>,
): Choices {
  return {
    dimensions: Object.keys(catalog.dimensions).filter(
      name => (values.get(name)?.length ?? 0) > 1 && figures.some(figure => figure.dimensions.includes(name)),
    ),
    values,
    hasHours: figures.some(figure => figure.hasHours),
    hasWeekdays: figures.some(figure => figure.hasWeekdays),
  }
}

/**
 * The form in which the reader chooses dates, trend, comparison and filters. Shown only where script runs, which reads it; what is chosen
 * stands in the address under the names of the fields.
 */
export function chooser(view: Omit<View, 'preset'>, preset: Preset, choices: Choices): Markup {
  const {texts, language, range} = view
  const words = filterTexts(language)
  const {current} = preset
  const last = lastDayOf(range)
  const bounds = html` min="${range.firstDay}" max="${last}"`
  const day = (name: string, label: string, value: string | undefined) =>
    html`<label>${label} <input type="date" name="${name}"${bounds} data-preset="${value ?? ''}" value="${value ?? ''}"></label>`
  return html`<details class="chooser" hidden>
    <summary>${words.choose}<span class="count" hidden></span></summary>
    <form>
    <fieldset><legend>${words.dates}</legend>
    ${day('from', words.from, current?.start)} ${day('to', words.to, current && addDays(current.end, -1))}
    <label>${words.grain} <select name="grain"><option value="">${words.suitable}</option>${GRAINS.map(
      grain => html`<option value="${grain}">${texts.grainNames[grain]}</option>`,
    )}</select></label>
    <label>${words.compare} <select name="compare">${COMPARES.map(
      each => html`<option value="${each === 'previous' ? '' : each}">${texts.compareNames[each]}</option>`,
    )}</select></label>
    </fieldset>
    ${choices.dimensions.map(dimension => {
      const options = choices.values
        .get(dimension)!
        .map(value => ({value, label: labelOf(view, dimension, value)}))
        .sort(
          (a, b) =>
            Number(a.value === '(none)') - Number(b.value === '(none)') || a.label.localeCompare(b.label, texts.locale),
        )
      return html`<details class="values"><summary>${dimensionName(view, dimension)} <span class="count" hidden></span></summary>
        <fieldset><legend class="vh">${dimensionName(view, dimension)}</legend>
        ${options.map(({value, label}) => html`<label><input type="checkbox" name="${WHERE}${dimension}" value="${value}"> ${label}</label>`)}
        </fieldset></details>`
    })}
    ${
      choices.hasHours &&
      html`<fieldset><legend>${words.hours}</legend>
      <label>${words.hoursFrom} <input type="time" name="hours_from"></label> <label>${words.hoursTo} <input type="time" name="hours_to"></label></fieldset>`
    }
    ${
      choices.hasWeekdays &&
      html`<fieldset class="days"><legend>${words.weekdays}</legend>
      ${[1, 2, 3, 4, 5, 6, 7].map(
        each =>
          html`<label><input type="checkbox" name="weekdays" value="${each}"> ${weekdayName(each, texts.locale)}</label>`,
      )}</fieldset>`
    }
    <p class="actions"><button type="submit">${words.show}</button> <button type="reset">${words.reset}</button></p>
    </form>
    </details>
    <p class="status" role="status" hidden data-calculating="${words.calculating}" data-loading="${words.loading('{done}', '{of}')}" data-failed="${words.failed('{reason}')}"><span></span> <progress hidden aria-label="${words.calculating}"></progress></p>`
}
