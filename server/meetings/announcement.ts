import { type EndReason, MeetingEvent } from '#shared/contract/signalling.ts'

/** An event as it goes out: held against the contract and put into words once, however many people it is for. */
export class Announcement {
  readonly json: string

  constructor(event: MeetingEvent) {
    this.json = JSON.stringify(MeetingEvent.parse(event))
  }
}

/** Where the events for one participant go: their open connection. */
export interface EventSink {
  /** The first event, ahead of any that was sent already. */
  begin(joined: Announcement): void
  send(announcement: Announcement): void
  /** The last event; the connection is of no use afterwards. */
  end(reason: EndReason): void
  /** Gives the connection up without a word, so that its client comes back on a new one. */
  drop(): void
}
