import { isPageAddress } from '../page/address.ts'

/** Whether a frame may go to an address: only our page, only in the main frame (it has no others). */
export const mayNavigate = (address: string, isMainFrame: boolean): boolean => isMainFrame && isPageAddress(address)

/**
 * The address to hand to the system's browser for a link that wants a window of its own; undefined for what is not plain https,
 * since other schemes start programs.
 */
export const externalAddress = (address: string): string | undefined => {
  const url = URL.parse(address)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href
}
