/** Where the page lives: a scheme of its own, so that its origin is nobody else's and no file of the computer is within reach. */
export const PAGE_SCHEME = 'app'
export const PAGE_HOST = 'parley'
export const PAGE_ADDRESS = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`

/**
 * Whether an address belongs to our page. Scheme and host are compared by themselves, because the URL standard gives the origin
 * of every scheme it does not know as `null`.
 */
export const isPageAddress = (address: string): boolean => {
  const url = URL.parse(address)
  return (
    url !== null && url.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST && url.username === '' && url.password === ''
  )
}
