/** Puts a button on a piece of code that copies it. */
export function offerCopy(block: HTMLElement): void {
  const {copy = '', copied = ''} = block.dataset
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = copy
  button.setAttribute('aria-live', 'polite')
  button.addEventListener('click', async () => {
    const code = block.querySelector('code')!
    if (!(await written(code))) return
    button.textContent = copied
    setTimeout(() => {
      button.textContent = copy
    }, 2000)
  })
  block.append(button)
}

/** Copies an element's text; where the browser refuses, it stays selected for the reader to copy. */
async function written(element: HTMLElement): Promise<boolean> {
  getSelection()?.selectAllChildren(element)
  try {
    await navigator.clipboard.writeText(element.textContent ?? '')
  } catch {
    return document.execCommand('copy')
  }
  getSelection()?.removeAllRanges()
  return true
}
