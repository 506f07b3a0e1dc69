import type { UpdateEngine } from '../update-engine.ts'
import type { Offer } from '../update-feed.ts'

/** An engine without packages: says what it was asked to do, and waits or fails on demand. */
export class FakeEngine implements UpdateEngine {
  readonly downloads: string[] = []
  /** Whether the program was to come back, for each installation. */
  readonly installations: boolean[] = []
  downloading: (onProgress: (percent: number) => void) => Promise<void> = async () => undefined
  installing: () => Promise<void> = async () => undefined

  async download({ manifest }: Offer, onProgress: (percent: number) => void): Promise<void> {
    this.downloads.push(manifest.version)
    await this.downloading(onProgress)
  }

  async install(restart: boolean, mayStart: () => void): Promise<void> {
    await this.installing()
    mayStart()
    this.installations.push(restart)
  }
}
