import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {distance, nearest, suggestion} from '../../scripts/core/suggest.ts'

describe('distance', () => {
  it.each([
    ['where', 'where', 0],
    ['wehre', 'where', 1], // neighbours swapped
    ['wher', 'where', 1],
    ['wheree', 'where', 1],
    ['whare', 'where', 1],
    ['WHERE', 'where', 0],
    ['', 'where', 5],
    ['where', '', 5],
    ['ca', 'abc', 3], // no character is edited twice
    ['opened_at', 'closed_at', 4],
  ])('of %j and %j is %i', (a, b, expected) => expect(distance(a, b)).toBe(expected))

  it('is symmetric, and 0 only for equal texts', () => {
    fc.assert(
      fc.property(fc.string({maxLength: 8}), fc.string({maxLength: 8}), (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, b) === 0).toBe(a.toLowerCase() === b.toLowerCase())
      }),
    )
  })

  it('is at most the number of random edits', () => {
    const word = fc.stringMatching(/^[a-z]{1,10}$/)
    fc.assert(
      fc.property(
        word,
        fc.array(fc.tuple(fc.nat(20), fc.constantFrom('insert', 'delete', 'replace')), {maxLength: 3}),
        (text, edits) => {
          let edited = text
          for (const [at, edit] of edits) {
            const i = edited.length === 0 ? 0 : at % edited.length
            edited = edited.slice(0, i) + (edit === 'delete' ? '' : '_') + edited.slice(edit === 'insert' ? i : i + 1)
          }
          expect(distance(text, edited)).toBeLessThanOrEqual(edits.length)
        },
      ),
    )
  })
})

describe('nearest', () => {
  it('takes the nearest name, the first of several as near', () => {
    expect(nearest('nmae', ['date', 'name'])).toBe('name')
    expect(nearest('aa', ['ab', 'ac'])).toBe('ab')
  })

  it('allows an edit in three characters, at least one', () => {
    expect(nearest('x', ['y'])).toBe('y')
    expect(nearest('fxxm', ['from'])).toBeUndefined()
    expect(nearest('oqened_ax', ['opened_at'])).toBe('opened_at')
    expect(nearest('zzzzed_at', ['opened_at'])).toBeUndefined()
    expect(nearest('where', [])).toBeUndefined()
  })
})

describe('suggestion', () => {
  it('names the nearest, else what there is', () => {
    expect(suggestion('tickts', ['replies', 'tickets'])).toBe('did you mean "tickets"?')
    expect(suggestion('orders', ['replies', 'tickets'], 'facts')).toBe('facts: replies, tickets')
    expect(suggestion('orders', [], 'facts')).toBe('there are no facts')
  })

  it('shows twelve names at most', () => {
    const names = Array.from({length: 13}, (_, i) => `column_${i}`)
    expect(suggestion('x', names.slice(0, 12), 'columns')).toMatch(/column_11$/)
    expect(suggestion('x', names, 'columns')).toMatch(/column_11, … \(13 in all\)$/)
  })
})
