import { type ConsumerParameters, type Dictionary, kindOf, type Source, type VisibleVideo } from '#shared/contract/media.ts'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import type { MediaRoom } from '../media/media.ts'
import { firstPictures } from './first-pictures.ts'
import type { LiveParticipant, LiveProducer, Presence } from './live-participant.ts'
import { LoudestMicrophones } from './loudest.ts'

export interface ForwardingOptions {
  participants: () => Iterable<LiveParticipant>
  announce: (event: MeetingEvent) => void
  /** Whether somebody is shown pictures at all; sound is for everybody. */
  seesPictures: (presence: Presence) => boolean
  /** Told of what is sent. */
  listener: ProducerListener
  now: () => number
}

/** Whoever else has to do with what participants send. */
export interface ProducerListener {
  sends(participant: LiveParticipant, producer: LiveProducer): void
  paused(participant: LiveParticipant, producer: LiveProducer): void
  stops(participant: LiveParticipant, producer: LiveProducer): void
}

/** Who gets whose media in one meeting, and who is heard. */
export class Forwarding {
  readonly #options: ForwardingOptions
  readonly #producers = new Map<string, LiveProducer>()
  readonly #microphones = new LoudestMicrophones()
  /** By participant id, ms since 1970. */
  readonly #lastSpoke = new Map<string, number>()
  #activeSpeaker: string | undefined
  #silent = true

  constructor(options: ForwardingOptions) {
    this.#options = options
  }

  get activeSpeaker(): string | undefined {
    return this.#activeSpeaker
  }

  listenTo(room: MediaRoom): void {
    room.events.on('audioLevels', (levels) => this.#hear(levels))
    room.events.on('activeSpeaker', (producerId) => this.#setActiveSpeaker(this.#producers.get(producerId)?.participantId))
  }

  /**
   * Throws LIMIT_REACHED for a second producer of the same source, and TOO_MANY_REQUESTS for whoever turns things on without end. The
   * caller tells the others about it.
   */
  async produce(
    presence: Presence,
    { source, rtpParameters, paused }: { source: Source; rtpParameters: Dictionary; paused: boolean },
  ): Promise<LiveProducer> {
    const { participant, endpoint, starting } = presence
    const taken = [...participant.producers.values()].some((producer) => producer.source === source)
    if (taken || starting.has(source)) throw new ParleyError('LIMIT_REACHED', 'one producer of each source')
    if (!participant.starts.take(Date.now())) throw new ParleyError('TOO_MANY_REQUESTS')
    starting.add(source)
    try {
      const media = await endpoint.produce({
        source,
        rtpParameters,
        paused,
        onScore: (score) => {
          if (participant.producers.get(media.id)?.paused === false) participant.quality.score(media.id, score)
        },
      })
      if (participant.presence !== presence) {
        media.close()
        throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
      }
      const producer: LiveProducer = { participantId: participant.id, source, media, paused }
      participant.producers.set(media.id, producer)
      this.#producers.set(media.id, producer)
      if (source === 'microphone' && !paused) this.#openMicrophone(media.id)
      this.#options.listener.sends(participant, producer)
      return producer
    } finally {
      starting.delete(source)
    }
  }

  /** Offers a new producer to everybody else: sound to all, pictures to those who have room for one more. */
  async offer(producer: LiveProducer): Promise<void> {
    const others = [...this.#options.participants()].filter(({ id }) => id !== producer.participantId)
    const isVideo = kindOf(producer.source) === 'video'
    const presences = others.map(({ presence }) => presence).filter((presence) => presence !== undefined)
    await Promise.all(presences.filter(({ reception }) => !isVideo || reception.hasRoom).map((to) => this.#add(to, producer)))
  }

  async setPaused(participant: LiveParticipant, producer: LiveProducer, paused: boolean): Promise<void> {
    if (producer.paused === paused) return
    producer.paused = paused
    this.#options.listener.paused(participant, producer)
    const { id } = producer.media
    if (paused) participant.quality.forget(id)
    if (producer.source === 'microphone') {
      if (paused) this.#closeMicrophone(producer)
      else this.#openMicrophone(id)
    }
    await (paused ? producer.media.pause() : producer.media.resume())
  }

  /** Closes a producer, and the consumers of it with it. */
  close(participant: LiveParticipant, producer: LiveProducer): void {
    const { id } = producer.media
    if (participant.producers.delete(id)) this.#options.listener.stops(participant, producer)
    participant.quality.forget(id)
    this.#producers.delete(id)
    if (producer.source === 'microphone') this.#closeMicrophone(producer)
    producer.media.close()
  }

  /** Nothing of this participant is forwarded any more. */
  closeAll(participant: LiveParticipant): void {
    for (const producer of participant.producers.values()) this.close(participant, producer)
    if (this.#activeSpeaker === participant.id) this.#setActiveSpeaker(undefined)
    this.#lastSpoke.delete(participant.id)
  }

  /** Nobody receives anything of this participant any more, whatever the media layer is still busy with. */
  withdraw(participant: LiveParticipant): void {
    for (const { presence } of this.#options.participants()) {
      for (const producerId of participant.producers.keys()) presence?.reception.drop(producerId)
    }
    this.closeAll(participant)
  }

  /** What somebody who has just come in receives: all sound, and the first pictures that their client has room for. */
  async firstConsumers(presence: Presence): Promise<ConsumerParameters[]> {
    const { participant, reception, visit } = presence
    const pictures = this.#options.seesPictures(presence) ? visit.pictures : 0
    const others = [...this.#producers.values()].filter(({ participantId }) => participantId !== participant.id)
    const sound = others.filter(({ source }) => kindOf(source) === 'audio')
    const chosen = [...sound, ...firstPictures(others, this.#lastSpoke, pictures)]
    const consumers = await Promise.all(chosen.map((producer) => reception.add(producer, this.#isForwarded(producer))))
    // What was closed while the others were made was told as removed already.
    return consumers.filter((consumer) => consumer !== undefined).filter(({ id }) => reception.has(id))
  }

  /** What is on screen at this participant's. Producers that have gone meanwhile are nobody's fault. */
  async show(presence: Presence, videos: readonly VisibleVideo[]): Promise<void> {
    const { participant, reception } = presence
    const missing = reception.show(videos)
    await Promise.all(
      missing.map(async (producerId) => {
        const producer = this.#producers.get(producerId)
        if (producer === undefined || producer.participantId === participant.id) return
        if (kindOf(producer.source) === 'video') await this.#add(presence, producer)
      }),
    )
    for (const video of videos) if (missing.includes(video.producerId)) reception.tune(video)
    reception.trim()
  }

  /** Takes the pictures from those who are shown none any more. */
  withholdPictures(): void {
    for (const { presence } of this.#options.participants()) {
      if (presence !== undefined && !this.#options.seesPictures(presence)) presence.reception.dropPictures()
    }
  }

  async #add(presence: Presence, producer: LiveProducer): Promise<void> {
    if (kindOf(producer.source) === 'video' && !this.#options.seesPictures(presence)) return
    const { reception, sink } = presence
    const consumer = await reception.add(producer, this.#isForwarded(producer))
    if (consumer !== undefined && reception.has(consumer.id)) sink.send({ type: 'consumerAdded', consumer })
  }

  #isForwarded({ source, media, paused }: LiveProducer): boolean {
    return source !== 'microphone' || paused || this.#microphones.isForwarded(media.id)
  }

  #openMicrophone(producerId: string): void {
    this.#microphones.open(producerId)
    this.#applyLoudest()
  }

  #closeMicrophone({ media, participantId }: LiveProducer): void {
    this.#microphones.close(media.id)
    if (this.#activeSpeaker === participantId) this.#setActiveSpeaker(undefined)
    this.#applyLoudest()
  }

  #applyLoudest(): void {
    for (const producer of this.#producers.values()) {
      if (producer.source !== 'microphone') continue
      const forwarded = this.#isForwarded(producer)
      for (const { presence } of this.#options.participants()) presence?.reception.setAudible(producer.media.id, forwarded)
    }
  }

  #hear(levels: readonly { producerId: string; level: number }[]): void {
    const now = this.#options.now()
    const heard = levels.flatMap(({ producerId, level }) => {
      const producer = this.#producers.get(producerId)
      return producer === undefined || producer.paused ? [] : [{ producerId, level, participantId: producer.participantId }]
    })
    for (const { participantId } of heard) this.#lastSpoke.set(participantId, now)
    this.#microphones.hear(heard, now)
    this.#applyLoudest()
    // One empty list says that everybody is silent; more of them would say nothing new.
    if (heard.length === 0 && this.#silent) return
    this.#silent = heard.length === 0
    this.#options.announce({ type: 'audioLevels', levels: heard.map(({ participantId, level }) => ({ participantId, level })) })
  }

  #setActiveSpeaker(participantId: string | undefined): void {
    if (this.#activeSpeaker === participantId) return
    this.#activeSpeaker = participantId
    this.#options.announce({ type: 'activeSpeaker', participantId: participantId ?? null })
  }
}
