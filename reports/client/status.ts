const region = document.createElement('p')
region.className = 'vh told'
region.setAttribute('role', 'status')

/** Tells those who listen to the page what has happened; it is there from the start, since regions that appear are not heard. */
export function tell(text: string): void {
  region.textContent = text
}

/** The place of what is told; to be put into the page once. */
export const status: HTMLElement = region
