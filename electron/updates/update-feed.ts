/** The organisation's own feed: a folder on a web server, with manifests, their signatures and the packages. */
import type { KeyObject } from 'node:crypto'
import { ParleyError } from '#shared/errors.ts'
import { type ManifestPlace, manifestNameOf, type UpdateManifest } from '#shared/updates/manifest.ts'
import { type Fetch, fetchWhole } from '../network/fetch-whole.ts'
import { openManifest } from './signed-manifest.ts'

/** How long the feed may take for a manifest, ms. */
const ANSWER_TIME = 20_000
/** bytes */
const LARGEST_MANIFEST = 64 * 1024

export interface UpdateFeedOptions {
  fetch: Fetch
  keys: readonly KeyObject[]
  /** ms; 20 s unless told. */
  answerTime?: number
}

/** A version that the feed offers, as it was signed, and where its package lies. */
export interface Offer {
  manifest: UpdateManifest
  package: URL
}

/** As a folder, whether it was written with a slash at its end or without. */
const folderOf = (address: string): string => (address.endsWith('/') ? address : `${address}/`)

/** A package lies beside its manifest. */
export const packageOf = (address: string, { package: { file } }: UpdateManifest): URL => new URL(file, folderOf(address))

export class UpdateFeed {
  readonly #options: UpdateFeedOptions

  constructor(options: UpdateFeedOptions) {
    this.#options = options
  }

  /**
   * What is offered at one place of the feed; undefined where the feed has no such place. Throws UPDATE_UNREACHABLE, and
   * UPDATE_UNTRUSTED where the signature is not there, is not ours, or was made for another place.
   */
  async read(address: string, place: ManifestPlace): Promise<Offer | undefined> {
    const name = manifestNameOf(place)
    const manifestAddress = new URL(name, folderOf(address))
    const bytes = await this.#get(manifestAddress)
    if (bytes === undefined) return undefined
    const signature = await this.#get(new URL(`${name}.sig`, folderOf(address)))
    if (signature === undefined) throw new ParleyError('UPDATE_UNTRUSTED', 'signature: missing')
    const manifest = openManifest(bytes, Buffer.from(signature).toString('latin1'), this.#options.keys)
    const isForPlace =
      manifest.platform === place.platform &&
      manifest.architecture === place.architecture &&
      // A stable version may be offered in the channel of betas too; never the other way round.
      (manifest.channel === place.channel || manifest.channel === 'stable')
    if (!isForPlace) throw new ParleyError('UPDATE_UNTRUSTED', 'manifest: for another place')
    return { manifest, package: packageOf(address, manifest) }
  }

  /** Undefined where there is no such file. */
  async #get(address: URL): Promise<Uint8Array | undefined> {
    const { fetch, answerTime = ANSWER_TIME } = this.#options
    const response = await fetchWhole(
      fetch,
      new Request(address),
      {},
      {
        answerTime,
        unreachable: 'UPDATE_UNREACHABLE',
        largest: LARGEST_MANIFEST,
      },
    )
    if (response.status === 404) return undefined
    if (!response.ok) throw new ParleyError('UPDATE_UNREACHABLE', `status ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}
