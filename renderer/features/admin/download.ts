/** Offers a text, in one part or many, to the person as a file. On the desktop they say where it goes. */
export const download = (name: string, text: string | readonly string[], type = 'application/json'): void => {
  const address = URL.createObjectURL(new Blob(typeof text === 'string' ? [text] : [...text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
