import type { EncryptionOffer } from '#shared/contract/encryption.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MeetingEncryption } from '../meetings/encryption.ts'
import type { Presence } from '../meetings/live-participant.ts'
import type { Scene } from '../meetings/scene.ts'
import type { DeliveryKey } from './delivery-key.ts'
import { MeetingDelivery } from './meeting-delivery.ts'

/** The encryption of a meeting that takes place: one group for each occurrence that is encrypted. */
export class LiveEncryption implements MeetingEncryption {
  readonly #key: DeliveryKey
  readonly #scene: Scene
  #delivery: MeetingDelivery | undefined

  constructor(key: DeliveryKey, scene: Scene) {
    this.#key = key
    this.#scene = scene
  }

  requireOffer(offer: EncryptionOffer | undefined): void {
    if (offer === undefined && this.#scene.values.encryption === 'on') throw new ParleyError('INVALID_INPUT', 'encryption')
  }

  came({ participant, visit }: Presence): void {
    const { encryption: offer } = visit
    if (offer === undefined || !this.#scene.occurrence?.encrypted) return
    // Good for one time: whoever is let in again after the lobby makes another.
    visit.encryption = undefined
    this.#delivery ??= this.#open()
    this.#delivery.came(participant.id, offer)
  }

  lost(participantId: string): void {
    this.#delivery?.lost(participantId)
  }

  left(participantId: string): void {
    this.#delivery?.left(participantId)
  }

  end(): void {
    this.#delivery?.close()
    this.#delivery = undefined
  }

  of({ participant }: Presence): { readonly delivery: MeetingDelivery; readonly participantId: string } {
    if (this.#delivery === undefined) throw new ParleyError('WRONG_STATE', 'not encrypted')
    return { delivery: this.#delivery, participantId: participant.id }
  }

  #open(): MeetingDelivery {
    const { roster, record, options } = this.#scene
    return new MeetingDelivery({
      code: record.code,
      key: this.#key,
      log: options.log,
      now: options.now,
      tell: (participantId, news) => roster.get(participantId)?.presence?.sink.send({ type: 'encryption', news }),
    })
  }
}
