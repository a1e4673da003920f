import type {CustomPage} from '../../scripts/site/custom/page.ts'
import type {Marts, Refs} from '../types.ts'

// Which figures of complete months may still change, and until when: what to know before a month's report is sent on.

const page: CustomPage<Refs, Marts> = {
  title: {en: 'Final figures', fr: 'Chiffres définitifs'},
  lead: {
    en: 'Most figures are final when their period is over. Some are not: later events, such as an answer or a return, still count for them.',
    fr: "La plupart des chiffres sont définitifs dès la fin de leur période. D'autres non : des événements ultérieurs, une réponse ou un retour par exemple, comptent encore pour eux.",
  },
  render: async ({db, html, period, days, date, say, section, rows, name, family, value}) => {
    const figures = await db
      .selectFrom('kpi_values')
      .innerJoin('kpi_catalog', 'kpi_catalog.kpi_ref', 'kpi_values.kpi_ref')
      .where('grain', '=', 'month')
      .where('dimension', '=', 'total')
      .where('period_start', '<', period.end)
      .where('period_end', '>', period.start)
      .where('is_complete', '=', true)
      .select([
        'kpi_values.kpi_ref',
        'family',
        'period_start',
        'period_end',
        'value',
        'is_settled',
        'settles_after_days',
      ])
      .orderBy('period_start', 'desc')
      .orderBy('settles_after_days')
      .orderBy('kpi_values.kpi_ref')
      .execute()
    const months = [...new Set(figures.map(row => row.period_start))]
    if (months.length === 0)
      return html`<p class="empty">${say({en: 'No month of this period is over.', fr: "Aucun mois de cette période n'est terminé."})}</p>`

    return html`${months.map(month => {
      const all = figures.filter(row => row.period_start === month)
      const open = all.filter(row => !row.is_settled)
      const called = days(month, all[0]!.period_end)
      const title = {en: called, fr: called}
      if (open.length === 0)
        return section(
          title,
          aloud({en: `All ${all.length} figures are final.`, fr: `Les ${all.length} chiffres sont définitifs.`}),
        )
      const last = date(open.map(finalOn).sort().at(-1)!)
      return section(
        title,
        aloud({
          en: `${all.length - open.length} of ${all.length} figures are final; ${open.length} may still change, the last until ${last}.`,
          fr: `${all.length - open.length} chiffres sur ${all.length} sont définitifs ; ${open.length} peuvent encore changer, les derniers jusqu'au ${last}.`,
        }),
        rows({
          name: {
            en: `Figures of ${called} that may still change`,
            fr: `Chiffres qui peuvent encore changer : ${called}`,
          },
          columns: [
            {name: {en: 'Figure', fr: 'Chiffre'}},
            {name: {en: 'As it stands', fr: 'À ce jour'}, isNumber: true},
            {name: {en: 'May change until', fr: "Peut changer jusqu'au"}, isNumber: true},
            {name: {en: 'Family', fr: 'Famille'}},
          ],
          rows: open.map(row => [
            name(row.kpi_ref),
            value(row.kpi_ref, row.value),
            date(finalOn(row)),
            family(row.family),
          ]),
        }),
      )
    })}`

    function aloud(texts: Readonly<Record<string, string>>) {
      return html`<p class="aloud">${say(texts)}</p>`
    }
  },
}

export default page

/** The last day on which a figure may change: the catalog says of every figure that may how long it takes to settle. */
function finalOn({period_end: end, settles_after_days: days}: {period_end: string; settles_after_days: number | null}) {
  return new Date(Date.parse(`${end}T00:00:00Z`) + ((days ?? 0) - 1) * 86_400_000).toISOString().slice(0, 10)
}
