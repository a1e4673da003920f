import type {Page, PagesModule} from '../scripts/site/pages.ts'
import type {KpiRef, Refs} from './types.ts'

// Pages name what the catalog defines and put it in order; they hold no SQL and no arithmetic. A new KPI appears in its
// family's section by itself.

const overview: Page<Refs> = {
  id: 'overview',
  title: {en: 'Overview', fr: "Vue d'ensemble"},
  lead: {
    en: 'The headline figures of each family, and where they are going.',
    fr: 'Les chiffres clés de chaque famille et leur évolution.',
  },
  sections: 'headlines',
}

const conversations: Page<Refs> = {
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

const synthesis: Page<Refs> = {
  id: 'synthesis',
  title: {en: 'Synthesis', fr: 'Synthèse'},
  lead: {
    en: 'What the conversations closed in the period made of visitors: customers, revenue, satisfaction. Orders and scores count with the conversation, whenever they came.',
    fr: "Ce que les conversations clôturées pendant la période ont apporté : clients, chiffre d'affaires, satisfaction. Commandes et notes comptent avec la conversation, quelle que soit leur date.",
  },
  sections: [
    {
      title: {en: 'In short', fr: 'En bref'},
      highlights: ['Synt-Card-1', 'Synt-Card-2', 'Synt-Card-3'],
      cards: {family: 'synthesis'},
    },
    {
      title: {en: 'Performance', fr: 'Performances'},
      tables: ['Synt-Table-1'],
    },
  ],
}

const project: Page<Refs> = {
  id: 'project',
  title: {en: 'Chat project', fr: 'Projet de chat'},
  lead: {
    en: 'What the chat costs and brings in, how the teams cope, and what visitors think of it.',
    fr: 'Ce que le chat coûte et rapporte, comment les équipes y font face et ce que les visiteurs en pensent.',
  },
  sections: [
    {
      title: {en: 'Economics', fr: 'Économie'},
      highlights: ['Econ-Card-3', 'Econ-Card-6', 'Econ-Card-7'],
      cards: {family: 'economics'},
      charts: ['Econ-Bar-1'],
    },
    {
      title: {en: 'Productivity', fr: 'Productivité'},
      highlights: ['Prod-Card-2', 'Prod-Card-3', 'Prod-Card-4'],
      cards: {family: 'productivity'},
    },
    {
      title: {en: 'Quality', fr: 'Qualité'},
      highlights: ['Qual-Card-1'],
      cards: {family: 'quality'},
      charts: ['Qual-Table-1', 'Qual-Table-2'],
      tables: ['Qual-List-1'],
    },
  ],
}

const experience: Page<Refs> = {
  id: 'experience',
  title: {en: 'Customer experience', fr: 'Expérience client'},
  lead: {
    en: 'How people come to the site and find their way, what they ask, and what they buy and send back.',
    fr: "Comment on arrive sur le site et s'y retrouve, ce qu'on y demande, ce qu'on achète et ce qu'on renvoie.",
  },
  sections: [
    {
      title: {en: 'Visits', fr: 'Visites'},
      highlights: ['Ecom-Card-4'],
      cards: {family: 'ecommerce', rest: true},
      charts: ['Ecom-Bar-1'],
    },
    {
      title: {en: 'Questions and answers', fr: 'Questions et réponses'},
      highlights: ['Ecom-Card-7'],
      cards: ['Ecom-Card-6', 'Ecom-Card-12', 'Ecom-Card-8', 'Ecom-Card-9'],
    },
    {
      title: {en: 'Loyalty and returns', fr: 'Fidélité et retours'},
      highlights: ['Ecom-Card-10'],
      cards: ['Ecom-Card-5'],
      charts: ['Ecom-Donut-1'],
    },
  ],
}

const journeys: Page<Refs> = {
  id: 'journeys',
  title: {en: 'Journeys', fr: 'Parcours'},
  lead: {
    en: 'The messages of active and paused journeys: what arrives, what is opened and clicked, and what is bought after it.',
    fr: "Les messages des parcours actifs et en pause : ce qui arrive, ce qui est ouvert et cliqué, et ce qui s'achète ensuite.",
  },
  sections: [
    {
      title: {en: 'Journeys', fr: 'Parcours'},
      highlights: ['Jrny-Card-14', 'Jrny-Card-4', 'Jrny-Card-1'],
      tables: ['Jrny-List-2', 'Jrny-List-1'],
    },
    {
      title: {en: 'Engagement', fr: 'Engagement'},
      cards: {family: 'journeys', rest: true},
    },
    {
      title: {en: 'Distribution', fr: 'Distribution'},
      highlights: ['Jrny-Card-13'],
      cards: ['Jrny-Card-12', 'Jrny-Card-10', 'Jrny-Card-11', 'Jrny-Card-15', 'Jrny-Card-16'],
    },
    {
      title: {en: 'Orders', fr: 'Commandes'},
      highlights: ['Jrny-Card-23'],
      cards: ['Jrny-Card-19', 'Jrny-Card-20', 'Jrny-Card-21', 'Jrny-Card-22'],
      when: 'Jrny-Card-22',
    },
  ],
}

const ENGAGEMENT: readonly KpiRef[] = [
  'Jrny-Card-4',
  'Jrny-Card-5',
  'Jrny-Card-7',
  'Jrny-Card-1',
  'Jrny-Card-2',
  'Jrny-Card-6',
  'Jrny-Card-3',
  'Jrny-Card-17',
  'Jrny-Card-18',
  'Jrny-Card-8',
  'Jrny-Card-9',
]
const DISTRIBUTION: readonly KpiRef[] = [
  'Jrny-Card-14',
  'Jrny-Card-12',
  'Jrny-Card-13',
  'Jrny-Card-10',
  'Jrny-Card-11',
  'Jrny-Card-15',
  'Jrny-Card-16',
]
const ORDERS: readonly KpiRef[] = ['Jrny-Card-22', 'Jrny-Card-23', 'Jrny-Card-20', 'Jrny-Card-19', 'Jrny-Card-21']

const journey: Page<Refs> = {
  id: 'journey',
  title: {en: 'Journey', fr: 'Parcours'},
  lead: {
    en: 'From the journey’s start to the last day of the data; figures follow each message through its life.',
    fr: 'Du début du parcours au dernier jour des données ; les chiffres suivent chaque message pendant toute sa vie.',
  },
  each: {dimension: 'journey', since: 'started_at_local', parent: 'journeys'},
  sections: [
    {
      title: {en: 'Indicators', fr: 'Indicateurs'},
      cards: {family: 'journeys'},
      chosen: ['Jrny-Card-14', 'Jrny-Card-13', 'Jrny-Card-4', 'Jrny-Card-1', 'Jrny-Card-17', 'Jrny-Card-23'],
    },
    {title: {en: 'Messages', fr: 'Messages'}, tables: ['Jrny-List-1']},
    {title: {en: 'Engagement by channel', fr: 'Engagement par canal'}, cards: ENGAGEMENT, by: 'message_channel'},
    {title: {en: 'Distribution by channel', fr: 'Distribution par canal'}, cards: DISTRIBUTION, by: 'message_channel'},
    {
      title: {en: 'Orders by channel', fr: 'Commandes par canal'},
      cards: ORDERS,
      by: 'message_channel',
      when: 'Jrny-Card-22',
    },
  ],
}

const campaign: Page<Refs> = {
  id: 'campaign',
  title: {en: 'Message', fr: 'Message'},
  each: {dimension: 'campaign', parent: 'journeys'},
  sections: [
    {title: {en: 'Engagement', fr: 'Engagement'}, cards: ENGAGEMENT},
    {title: {en: 'Distribution', fr: 'Distribution'}, cards: DISTRIBUTION},
    {title: {en: 'Orders', fr: 'Commandes'}, cards: ORDERS, when: 'Jrny-Card-22'},
    {title: {en: 'Recipients', fr: 'Destinataires'}, tables: ['Jrny-List-3']},
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
  chat_displayed_at: {en: 'date on which the chat was shown', fr: "date d'affichage du chat"},
  conversation_closed_at: {en: 'closing date', fr: 'date de clôture'},
  cost_date: {en: 'day of the costs', fr: 'jour des coûts'},
  left_at: {en: 'date of leaving', fr: 'date de sortie'},
  replied_at: {en: 'date of the reply', fr: 'date de la réponse'},
  subscribed_at: {en: 'subscription date', fr: "date d'abonnement"},
  unsubscribed_at: {en: 'unsubscription date', fr: 'date de désabonnement'},
  opened_at: {en: 'date of the enquiry', fr: 'date de la demande de contact'},
  first_response_at: {en: 'date of the first answer', fr: 'date de la première réponse'},
  resolved_at: {en: 'resolution date', fr: 'date de résolution'},
  hour_at: {en: 'hour of presence', fr: 'heure de présence'},
}

export default [overview, conversations, synthesis, project, experience, journeys, journey, campaign]
