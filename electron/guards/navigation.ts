import { isPageAddress } from '../page/address.ts'

/** Whether a frame may go to an address: only our page, only in the main frame (it has no others). */
export const mayNavigate = (address: string, isMainFrame: boolean): boolean => isMainFrame && isPageAddress(address)

/** Rules, and the audit log as JSON Lines or CSV. */
const SAVED = ['application/json', 'application/x-ndjson', 'text/csv']

/** Whether a download is a file that our page has made for the person: never anything of an address elsewhere. */
export const isOwnFile = (address: string, mimeType: string): boolean =>
  address.startsWith('blob:') && isPageAddress(address.slice('blob:'.length)) && SAVED.includes(mimeType)

/**
 * The address to hand to the system's browser for a link that wants a window of its own; undefined for what is not plain https,
 * since other schemes start programs.
 */
export const externalAddress = (address: string): string | undefined => {
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href
}
