import type { Message } from '#shared/contract/chat.ts'
import type { MeetingEvent } from '#shared/contract/signalling.ts'
import { ParleyError } from '#shared/errors.ts'
import { DEFAULT_OPTIONS, type MeetingOptions } from '#shared/meeting/options.ts'
import { isOrganising, type Role } from '#shared/meeting/roles.ts'
import type { ModerationProvider, Verdict } from '#shared/moderation/provider.ts'
import type { Attendance } from '../attendance.ts'
import type { ChatPlace } from '../chat-place.ts'
import type { Reader } from '../stored-message.ts'

/** Everything that one person's client was ever told. */
export class Inbox {
  readonly events: MeetingEvent[] = []

  /** The last that is known of a message; undefined where nothing ever was, or where it was taken away. */
  message(id: string): Message | undefined {
    let known: Message | undefined
    for (const event of this.events) {
      if (event.type === 'message' && event.message.id === id) known = event.message
      if (event.type === 'messageRefused' && event.messageId === id) known = undefined
    }
    return known
  }

  count(): number {
    return this.events.length
  }
}

/** A meeting without media: people with roles, options, and what each of them is told. */
export class FakeMeeting implements Attendance {
  readonly id: string
  options: MeetingOptions = DEFAULT_OPTIONS
  running = true
  readonly roles = new Map<string, Role>()
  readonly inboxes = new Map<string, Inbox>()
  /** Everybody who has ever been in it. */
  readonly known = new Set<string>()
  /** When they were removed, and when they left. */
  readonly taken = new Map<string, number>()
  readonly left = new Map<string, number>()
  readonly logged: string[] = []

  constructor(id = 'm') {
    this.id = id
  }

  add(personId: string, role: Role): Inbox {
    const inbox = new Inbox()
    this.roles.set(personId, role)
    this.inboxes.set(personId, inbox)
    this.known.add(personId)
    return inbox
  }

  inbox(personId: string): Inbox {
    const inbox = this.inboxes.get(personId)
    if (inbox === undefined) throw new Error(`${personId} is not in the meeting`)
    return inbox
  }

  leave(personId: string): void {
    this.inboxes.delete(personId)
  }

  place(personId: string): ChatPlace {
    return {
      meetingId: this.id,
      tenant: 'northwind',
      actor: () => {
        const role = this.roles.get(personId)
        if (role === undefined || !this.inboxes.has(personId)) throw new ParleyError('WRONG_STATE', 'no longer in the meeting')
        return { personId, name: `Name of ${personId}`, standing: 'member', role }
      },
      options: () => this.options,
      isRunning: () => this.running,
      roleOf: (id) => this.roles.get(id),
      publish: (event, isFor) => {
        for (const [id, inbox] of this.inboxes) if (isFor(this.reader(id))) inbox.events.push(structuredClone(event))
      },
      log: (action, { name }, detail) => this.logged.push([personId, action, name, detail].join(' ').trim()),
    }
  }

  reader(personId: string): Reader {
    return { personId, organising: isOrganising(this.roles.get(personId) ?? 'attendee') }
  }

  async whoOf(meetingId: string, personIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(meetingId === this.id ? personIds.filter((personId) => this.known.has(personId)) : [])
  }

  async chatUntil(meetingId: string, personId: string, untilLeft: boolean): Promise<number | undefined> {
    if (meetingId !== this.id || !this.known.has(personId)) return undefined
    return (untilLeft ? this.left : this.taken).get(personId) ?? Number.POSITIVE_INFINITY
  }
}

/** Objects to what begins with `hold` or `refuse`; counts what it is asked. */
export class FakeProvider implements ModerationProvider {
  readonly name = 'fake'
  readonly moderator = 'hosted'
  asked: string[] = []
  reachable = true
  /** Says nothing until then. */
  until: Promise<void> | undefined

  async judge(text: string): Promise<Verdict> {
    this.asked.push(text)
    await this.until
    if (!this.reachable) throw new Error('unreachable')
    if (text.startsWith('hold')) return { verdict: 'hold', objection: 'insult' }
    if (text.startsWith('refuse')) return { verdict: 'refuse', objection: 'threat' }
    return { verdict: 'allow' }
  }
}
