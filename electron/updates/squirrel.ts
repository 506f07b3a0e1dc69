/** Squirrel.Mac, the part of macOS programs that puts a new version in the place of the old one. */
import { type EventEmitter, once } from 'node:events'

/** It unpacks the package and looks at its signature; ms. */
const PATIENCE = 10 * 60_000

/** Of Electron's `autoUpdater`, what is used here. */
export interface Squirrel extends EventEmitter {
  checkForUpdates(): void
}

/** Done when Squirrel has the package and finds it good; all that is left then is the end of the program. Rejects as Squirrel does. */
export const handOverTo = async (squirrel: Squirrel, patience = PATIENCE): Promise<void> => {
  const taken = once(squirrel, 'update-downloaded', { signal: AbortSignal.timeout(patience) })
  squirrel.checkForUpdates()
  await taken
}
