/** The name under which chosen indicators stand in the address. */
const NAME = 'show'

/** Lets the reader choose among a section's cards; the choice stands in the address. */
export function chooseIndicators(box: HTMLDetailsElement): void {
  const section = box.closest('section')!
  const inputs = [...box.querySelectorAll('input')]
  const usual = inputs.filter(input => input.checked).map(input => input.value)
  const asked = new URLSearchParams(location.search).get(NAME)?.split(',')
  if (asked) for (const input of inputs) input.checked = asked.includes(input.value)
  box.hidden = false
  const apply = () => {
    const chosen = inputs.filter(input => input.checked).map(input => input.value)
    for (const card of section.querySelectorAll<HTMLElement>('.cards > .card'))
      card.hidden = !chosen.includes(card.dataset.ref ?? '')
    return chosen
  }
  apply()
  box.addEventListener('change', () => {
    const chosen = apply()
    const given = new URLSearchParams(location.search)
    if (chosen.join() === usual.join()) given.delete(NAME)
    else given.set(NAME, chosen.join())
    const text = given.toString().replaceAll('%2C', ',')
    history.replaceState(null, '', `${location.pathname}${text && `?${text}`}${location.hash}`)
  })
}
