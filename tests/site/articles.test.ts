import {expect, test} from 'vitest'
import {englishName, frenchName} from '../../scripts/site/texts/articles.ts'

test.each([
  ['Number of new loans', 'the number of new loans'],
  ['Average time to return', 'the average time to return'],
  ['Cost per loan', 'the cost per loan'],
  ['Loans', 'loans'],
  ['Average loans per reader', 'average loans per reader'],
  ['Requests handled', 'requests handled'],
  ['Revenue', 'revenue'],
  ['DVDs', 'DVDs'],
])('in an English sentence %s is %s', (name, inside) => {
  expect(englishName(name)).toBe(inside)
})

test.each([
  ["Nombre d'abonnés", "le nombre d'abonnés", false],
  ['Taux de retour', 'le taux de retour', false],
  ['Durée moyenne', 'la durée moyenne', false],
  ['Satisfaction globale', 'la satisfaction globale', false],
  ['Activité', "l'activité", false],
  ['Commandes', 'les commandes', true],
  ["Délais d'attente", "les délais d'attente", true],
  ['CSAT', 'CSAT', false],
])('in a French sentence %s is %s', (name, text, plural) => {
  expect(frenchName(name)).toEqual({text, plural})
})
