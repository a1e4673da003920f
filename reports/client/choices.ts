/** A chosen view of a table or chart stands in the address, so that it can be shared and comes back with the page. */
export function keepChoice(button: HTMLInputElement): void {
  if (button.id === decodeURIComponent(location.hash.slice(1))) button.checked = true
  button.addEventListener('change', () => history.replaceState(null, '', `#${button.id}`))
}

/** The switches of period and language keep the section, too. */
export function keepSection(link: HTMLAnchorElement): void {
  link.addEventListener('click', () => {
    link.hash = location.hash
  })
}
