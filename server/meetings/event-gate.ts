import type { EndReason, MeetingEvent } from '#shared/contract/signalling.ts'
import { Announcement, type EventSink } from './announcement.ts'
import type { Announcer } from './announcer.ts'

/** What one presence in a meeting is told: nothing ahead of the first event, nothing after it is over. */
export class EventGate {
  readonly #sink: EventSink
  readonly #announcer: Announcer
  /** Events from before the first one was sent; undefined once it was. */
  #held: Announcement[] | undefined = []
  #shut = false

  constructor(sink: EventSink, announcer: Announcer) {
    this.#sink = sink
    this.#announcer = announcer
  }

  /** The first event is on its way. */
  get isOpen(): boolean {
    return !this.#shut && this.#held === undefined
  }

  /** The first event, ahead of any that was sent already. */
  open(first: Announcement): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const announcement of [first, ...held]) this.deliver(announcement)
  }

  /** Tells this presence alone, in its turn. */
  send(event: MeetingEvent): void {
    if (!this.#shut) this.#announcer.tell(new Announcement(event), [this])
  }

  /** For the announcer, whose turn it is. */
  deliver(announcement: Announcement): void {
    if (this.#shut) return
    if (this.#held === undefined) this.#sink.send(announcement)
    else this.#held.push(announcement)
  }

  /** Nothing goes through any more, though the connection may go on. */
  shut(): void {
    this.#shut = true
    this.#held = undefined
  }

  end(reason: EndReason): void {
    this.shut()
    this.#sink.end(reason)
  }
}
