import { type EndReason, Joined, MeetingEvent } from '#shared/contract/signalling.ts'

const OwnPart = Joined.omit({ participants: true })

/** What is the same for all who come in at once; put into words once. */
export class Welcome {
  readonly #participants: string

  constructor(participants: Joined['participants']) {
    this.#participants = JSON.stringify(Joined.shape.participants.parse(participants))
  }

  /** The first event for one of them. */
  for(own: Omit<Joined, 'participants'>): Announcement {
    const rest = JSON.stringify(OwnPart.parse(own))
    return new Announcement(`{"participants":${this.#participants},${rest.slice(1)}`)
  }
}

/** An event as it goes out: held against the contract and put into words once, however many people it is for. */
export class Announcement {
  readonly json: string

  constructor(event: MeetingEvent | string) {
    this.json = typeof event === 'string' ? event : JSON.stringify(MeetingEvent.parse(event))
  }
}

/** Where the events for one visitor go: their open connection. */
export interface EventSink {
  send(announcement: Announcement): void
  /** The last event; the connection is of no use afterwards. */
  end(reason: EndReason): void
  /** Gives the connection up without a word, so that its client comes back on a new one. */
  drop(): void
}
