import type {Page, PagesModule} from '../scripts/site/pages.ts'

// Pages name what the catalog defines and put it in order; they hold no SQL and no arithmetic. A new KPI appears in its
// family's section by itself.

const overview: Page = {
  id: 'overview',
  title: {en: 'Overview', fr: "Vue d'ensemble"},
  lead: {
    en: 'The headline figures of each family, and where they are going.',
    fr: 'Les chiffres clés de chaque famille et leur évolution.',
  },
  sections: 'headlines',
}

const conversations: Page = {
  id: 'conversations',
  title: {en: 'Conversations', fr: 'Conversations'},
  lead: {
    en: 'From the first contact on the site to the sale, and the people who answer.',
    fr: 'Du premier contact sur le site à la vente, et celles et ceux qui répondent.',
  },
  sections: [
    {
      title: {en: 'Three steps', fr: 'Trois étapes'},
      charts: ['Chat-Funnel-1'],
    },
    {
      title: {en: 'Waiting list', fr: "Liste d'attente"},
      highlights: ['Wlst-Card-1', 'Wlst-Card-12', 'Wlst-Card-14'],
      cards: {family: 'waiting_list'},
      charts: ['Wlst-Line-1', 'Chat-Bar-10'],
    },
    {
      title: {en: 'Hook', fr: 'Sollicitation'},
      highlights: ['Hook-Card-10'],
      cards: {family: 'hook'},
    },
    {
      title: {en: 'Widget', fr: 'Widget'},
      cards: {family: 'widget'},
    },
    {
      title: {en: 'Conversations and dialogues', fr: 'Conversations et dialogues'},
      highlights: ['Chat-Card-0', 'Chat-Card-10', 'Chat-Card-11', 'Chat-Card-12'],
      cards: {family: 'conversations'},
      charts: [
        'Chat-Line-3',
        'Chat-Line-5',
        'Chat-Donut-1',
        'Chat-Donut-2',
        'Chat-Line-2',
        'Chat-Bar-11',
        'Chat-Bar-12',
        'Chat-Bar-50',
      ],
    },
    {
      title: {en: 'Ratings', fr: 'Notations'},
      cards: {family: 'ratings'},
    },
    {
      title: {en: 'Sales', fr: 'Ventes'},
      highlights: ['Chat-Card-80', 'Chat-Card-85', 'Chat-Card-86'],
      cards: {family: 'sales'},
      charts: ['Chat-Line-50', 'Chat-Bar-13'],
    },
    {
      title: {en: 'Members', fr: 'Membres'},
      tables: ['Chat-List-1'],
    },
  ],
}

/** What dates a figure, in words. */
export const dates: PagesModule['dates'] = {
  requested_at: {en: 'request date', fr: 'date de demande'},
  handled_at: {en: 'handling date', fr: 'date de prise en charge'},
  cancelled_at: {en: 'cancellation date', fr: "date d'annulation"},
  started_at: {en: 'start date', fr: 'date de début'},
  established_at: {en: 'establishment date', fr: "date d'établissement"},
  closed_at: {en: 'closing date', fr: 'date de clôture'},
  last_message_at: {en: 'date of the last message', fr: 'date du dernier message'},
  sent_at: {en: 'message date', fr: 'date de message'},
  given_at: {en: 'rating date', fr: 'date de notation'},
  ordered_at: {en: 'order date', fr: 'date de commande'},
  occurred_at: {en: 'event date', fr: "date de l'événement"},
  hour_at: {en: 'hour of presence', fr: 'heure de présence'},
}

export default [overview, conversations]
