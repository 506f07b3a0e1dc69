import { resolve } from 'node:path'
import { app } from 'electron'

const LINK_SCHEME = 'parley'

/** Makes the operating system open our links with this program. One that is not installed is known by its script as well. */
export const claimScheme = (): void => {
  const script = process.argv[1]
  if (process.defaultApp && script !== undefined) app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, [resolve(script)])
  else app.setAsDefaultProtocolClient(LINK_SCHEME)
}
