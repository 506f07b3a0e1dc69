import type { Dictionary, Source } from '#shared/contract/media.ts'
import { ParleyError } from '#shared/errors.ts'
import type { OwnAction } from '#shared/meeting/permissions.ts'
import type { Forwarding } from './forwarding.ts'
import type { LiveParticipant, LiveProducer, Presence } from './live-participant.ts'
import type { Scene } from './scene.ts'

/** What sending each source needs. */
const ACTION_OF: Record<Source, OwnAction> = {
  microphone: 'speak',
  camera: 'showCamera',
  screen: 'shareScreen',
  screenAudio: 'shareScreen',
}

/** What participants send, as far as they may. */
export class Sending {
  readonly #scene: Scene
  readonly #forwarding: Forwarding

  constructor(scene: Scene, forwarding: Forwarding) {
    this.#scene = scene
    this.#forwarding = forwarding
  }

  async produce(presence: Presence, options: { source: Source; rtpParameters: Dictionary; paused: boolean }): Promise<string> {
    this.#require(presence, options)
    const producer = await this.#forwarding.produce(presence, options)
    try {
      // Meanwhile it may have been taken from them.
      this.#require(presence, producer)
    } catch (error) {
      this.#forwarding.close(presence.participant, producer)
      throw error
    }
    this.#scene.roster.announceUpdate(presence.participant)
    this.#look(this.#forwarding.offer(producer), 'a producer was not offered')
    return producer.media.id
  }

  async setPaused(presence: Presence, producerId: string, paused: boolean): Promise<void> {
    const producer = this.#producerOf(presence, producerId)
    if (!paused) this.#scene.require(presence, ACTION_OF[producer.source])
    if (producer.paused === paused) return
    const done = paused
      ? this.#mute(presence.participant, producer)
      : this.#forwarding.setPaused(presence.participant, producer, false)
    this.#scene.roster.announceUpdate(presence.participant)
    await done
  }

  close(presence: Presence, producerId: string): void {
    const producer = this.#producerOf(presence, producerId)
    this.#forwarding.close(presence.participant, producer)
    this.#scene.roster.announceUpdate(presence.participant)
  }

  /**
   * Stops what somebody sends of these sources: a microphone is muted, so that they can open it again; the rest is closed.
   * False where they sent none. The caller tells the others.
   */
  stop(participant: LiveParticipant, sources: readonly Source[]): boolean {
    let stopped = false
    for (const producer of participant.producers.values()) {
      if (!sources.includes(producer.source)) continue
      if (producer.source !== 'microphone') this.#forwarding.close(participant, producer)
      else if (producer.paused) continue
      else this.#look(this.#mute(participant, producer), 'a microphone was not muted')
      stopped = true
    }
    return stopped
  }

  /** Stops what somebody may not send any more; false where there was nothing. The caller tells the others. */
  holdToPermissions(participant: LiveParticipant): boolean {
    const sources = [...participant.producers.values()].map(({ source }) => source)
    return this.stop(
      participant,
      sources.filter((source) => !this.#scene.may(participant, ACTION_OF[source])),
    )
  }

  /** A muted microphone is nobody's speaking: it may be set up while microphones are held back. */
  #require(presence: Presence, { source, paused }: { source: Source; paused: boolean }): void {
    this.#scene.require(presence, source === 'microphone' && paused ? undefined : ACTION_OF[source])
  }

  /** What can't be paused is closed: whoever is shown as muted is not heard. */
  async #mute(participant: LiveParticipant, producer: LiveProducer): Promise<void> {
    try {
      await this.#forwarding.setPaused(participant, producer, true)
    } catch (error) {
      // One that was closed meanwhile can't be paused either.
      if (!participant.producers.has(producer.media.id)) return
      this.#forwarding.close(participant, producer)
      this.#scene.roster.announceUpdate(participant)
      throw error
    }
  }

  #producerOf(presence: Presence, producerId: string): LiveProducer {
    this.#scene.require(presence)
    const producer = presence.participant.producers.get(producerId)
    if (producer === undefined) throw new ParleyError('NOT_FOUND', 'producerId')
    return producer
  }

  #look(work: Promise<void>, message: string): void {
    work.catch((error: unknown) => this.#scene.options.log.error({ err: error }, message))
  }
}
