/** Gets a package onto this computer and puts it in the place of what runs. `electron-updater-engine.ts` is the real one. */
import type { Offer } from './update-feed.ts'

export interface UpdateEngine {
  /**
   * Done when the whole package lies on this computer and is the one that the manifest speaks of. Nothing of one that is not stays
   * behind. Throws UPDATE_UNREACHABLE, UPDATE_UNTRUSTED, UPDATE_NO_SPACE or UPDATE_FAILED.
   */
  download(offer: Offer, onProgress: (percent: number) => void): Promise<void>
  /**
   * Looks at the downloaded package once more, readies and starts its installation and closes the program; `restart` says whether it comes back
   * by itself. `mayStart` is called when nothing lies between it and the start any more, and throws where it must not happen after all.
   * Throws UPDATE_UNTRUSTED where the package is not the same any more, UPDATE_FAILED where it can't be started.
   */
  install(restart: boolean, mayStart: () => void): Promise<void>
}
