import type { VisibleVideo } from '#shared/contract/media.ts'
import { LIMITS } from '#shared/meeting/limits.ts'
import type { VisiblePicture } from '../call-engine.ts'
import type { Connection } from '../connection/connection.ts'
import type { Scope } from '../scope.ts'
import { layerFor } from './layer-for.ts'

/** A change of the layout comes as many changes; the last one within this time is told, in ms. */
const SETTLING = 100

export interface VisiblePicturesOptions {
  pixelRatio(): number
  dataSaver(): boolean
}

/** Tells the service which pictures are on screen and how large, so that no others are sent. */
export class VisiblePictures {
  readonly #scope: Scope
  readonly #options: VisiblePicturesOptions
  #pictures: readonly VisiblePicture[] | undefined
  #connection: Connection | undefined
  #told: string | undefined
  #cancel: (() => void) | undefined

  constructor(scope: Scope, options: VisiblePicturesOptions) {
    this.#scope = scope
    this.#options = options
  }

  has(producerId: string): boolean {
    return this.#pictures?.some((picture) => picture.producerId === producerId) ?? false
  }

  set(pictures: readonly VisiblePicture[]): void {
    this.#pictures = pictures
    if (this.#scope.closed) return
    this.#cancel ??= this.#scope.timeout(SETTLING, () => {
      this.#cancel = undefined
      this.tell()
    })
  }

  /** From now on over `connection`, which knows nothing yet; over none while there is none. */
  tellOver(connection: Connection | undefined): void {
    this.#connection = connection
    this.#told = undefined
    this.tell()
  }

  /** Tells what is visible, where that is news: also after pixel ratio or data saver have changed. */
  tell(): void {
    const connection = this.#connection
    if (connection === undefined || this.#pictures === undefined) return
    const videos = this.#videos(this.#pictures)
    const news = JSON.stringify(videos)
    if (news === this.#told) return
    this.#told = news
    connection.call.setVisible({ videos }).catch(() => {
      // Told again with the next change; a lost connection begins anew with `tellOver`.
      if (this.#told === news) this.#told = undefined
    })
  }

  #videos(pictures: readonly VisiblePicture[]): VisibleVideo[] {
    const byProducer = new Map<string, VisibleVideo>()
    for (const { producerId, width, height, priority } of pictures) {
      const layers = layerFor(width, height, this.#options.pixelRatio(), this.#options.dataSaver())
      const before = byProducer.get(producerId)
      // On screen twice, as in stage and filmstrip: the larger one counts.
      if (before !== undefined && before.spatialLayer >= layers.spatialLayer) continue
      byProducer.set(producerId, { producerId, ...layers, ...(priority === undefined ? {} : { priority }) })
    }
    return [...byProducer.values()].slice(0, LIMITS.galleryTiles + 8)
  }
}
