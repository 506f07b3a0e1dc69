/**
 * Whatever people of whatever role do, in whatever order, with the media layer held up here and there: the service allows what the
 * table allows of those who they are at that moment, and nothing else. Who is what is reckoned here anew, not asked of the service.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SOURCES, type Source } from '#shared/contract/media.ts'
import { ParleyError } from '#shared/errors.ts'
import { DEFAULT_OPTIONS, type MeetingOptions, OPTION_VALUES } from '#shared/meeting/options.ts'
import { type Action, type Actor, type Denial, denialOf } from '#shared/meeting/permissions.ts'
import { ROLES, type Role, rankOf } from '#shared/meeting/roles.ts'
import { type Attendee, anonymous, external, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'
import type { Visitor } from './standing.ts'

const PEOPLE: Record<string, Visitor> = {
  ada: member('ada'),
  bo: member('bo'),
  chen: member('chen'),
  eve: external('eve'),
  gus: anonymous('gus'),
  witness: member('witness'),
}
/** Those who do something. */
const NAMES = ['ada', 'bo', 'chen', 'eve', 'gus']

const ROLE_ACTION = {
  organiser: 'makeOrganiser',
  coOrganiser: 'makeCoOrganiser',
  presenter: 'makePresenter',
  attendee: 'makeAttendee',
} as const satisfies Record<Role, Action>
const SOURCE_ACTION = {
  microphone: 'speak',
  camera: 'showCamera',
  screen: 'shareScreen',
  screenAudio: 'shareScreen',
} as const satisfies Record<Source, Action>

const who = fc.constantFrom(...NAMES)
const source = fc.constantFrom(...SOURCES)
const device = fc.constantFrom('microphone' as const, 'camera' as const)
const change = fc.oneof(
  fc.record({ presenting: fc.constantFrom(...OPTION_VALUES.presenting) }),
  fc.record({ microphones: fc.constantFrom(...OPTION_VALUES.microphones) }),
  fc.record({ cameras: fc.constantFrom(...OPTION_VALUES.cameras) }),
  fc.record({ admitting: fc.constantFrom(...OPTION_VALUES.admitting) }),
  fc.record({ reactions: fc.constantFrom(...OPTION_VALUES.reactions) }),
  fc.record({ lobby: fc.constantFrom(...OPTION_VALUES.lobby) }),
)

/** One thing that somebody does or that happens to them. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('setRole' as const), who, whom: who, role: fc.constantFrom(...ROLES) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('setOptions' as const), who, change }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('produce' as const), who, source, paused: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unmute' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('setAllowed' as const), who, whom: who, device, allowed: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('mute', 'stopCamera', 'stopShare', 'lowerHand', 'spotlight', 'remove', 'sendToLobby'),
      who,
      whom: who,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('muteAll', 'lowerAllHands', 'react', 'admitAll'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lock' as const), who, locked: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('readmit' as const), who, whom: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), who, whom: who, block: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('come' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('lose', 'leave'), who }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('hold' as const), what: fc.constantFrom('produce', 'consume', 'setPaused') }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('letGo' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What takes something from somebody, while what they have just begun takes its time. */
const takenMeanwhile: fc.Arbitrary<Step[]> = fc
  .record({
    whom: who,
    begins: fc.oneof(
      fc.record({ do: fc.constant('produce' as const), source, paused: fc.constant(false) }),
      fc.record({ do: fc.constant('unmute' as const) }),
    ),
    by: fc.constantFrom('ada', 'bo'),
    takes: fc.constantFrom('demote', 'presenting', 'microphones', 'cameras', 'remove', 'sendToLobby'),
    back: fc.boolean(),
  })
  .map(({ whom, begins, by, takes, back }): Step[] => {
    const taking: Record<typeof takes, Step> = {
      demote: { do: 'setRole', who: by, whom, role: 'attendee' },
      presenting: { do: 'setOptions', who: by, change: { presenting: 'organisers' } },
      microphones: { do: 'setOptions', who: by, change: { microphones: 'heldBack' } },
      cameras: { do: 'setOptions', who: by, change: { cameras: 'heldBack' } },
      remove: { do: 'remove', who: by, whom },
      sendToLobby: { do: 'sendToLobby', who: by, whom },
    }
    return [
      { do: 'hold', what: 'produce' },
      { do: 'hold', what: 'setPaused' },
      { ...begins, who: whom },
      taking[takes],
      ...(back ? [{ do: 'setRole', who: by, whom, role: 'presenter' } as const] : []),
      { do: 'letGo' },
    ]
  })
const sequence: fc.Arbitrary<Step[]> = fc
  .array(fc.oneof({ weight: 4, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: takenMeanwhile }), {
    minLength: 5,
    maxLength: 60,
  })
  .map((parts) => parts.flat())

/** What the service should think, reckoned from what it let people do. */
class Model {
  readonly options: { -readonly [N in keyof MeetingOptions]: MeetingOptions[N] } = { ...DEFAULT_OPTIONS }
  readonly #given = new Map<string, Role>()
  readonly #excepted = new Set<string>()

  roleOf(name: string): Role {
    const given = this.#given.get(name)
    if (given !== undefined) return given
    if (name === 'ada') return 'organiser'
    const { presenting } = this.options
    const presents = presenting === 'everyone' || (presenting === 'organisation' && PEOPLE[name]?.tenant === 'northwind')
    return presents ? 'presenter' : 'attendee'
  }

  /** `id`: of the one connection that they have, or of nobody. */
  actor(name: string, id = name): Actor {
    return {
      id,
      role: this.roleOf(name),
      mayUnmute: this.#excepted.has(`microphone ${name}`),
      mayShowCamera: this.#excepted.has(`camera ${name}`),
    }
  }

  denial(name: string, action: Action, whom?: string): Denial | undefined {
    return denialOf(this.actor(name), action, this.options, whom === undefined ? undefined : this.actor(whom))
  }

  give(by: string, to: string, role: Role): void {
    this.#given.set(to, role)
    if (role === 'organiser') this.#given.set(by, 'coOrganiser')
  }

  except(name: string, what: 'microphone' | 'camera', allowed: boolean): void {
    if (allowed) this.#excepted.add(`${what} ${name}`)
    else this.#excepted.delete(`${what} ${name}`)
  }
}

/** One run of such steps. */
class Play {
  readonly harness: MeetingHarness
  readonly model = new Model()
  readonly here = new Map<string, Attendee>()
  readonly removed = new Set<string>()
  readonly #witness: Attendee
  readonly #going = new Set<Promise<unknown>>()
  #letGo: (() => void)[] = []

  private constructor(harness: MeetingHarness, witness: Attendee) {
    this.harness = harness
    this.#witness = witness
  }

  static async begin(): Promise<Play> {
    const harness = await MeetingHarness.create()
    // Keeps the occurrence going, and does nothing.
    const play = new Play(harness, await harness.join(member('witness')))
    for (const who of NAMES.slice(0, 3)) await play.take({ do: 'come', who })
    return play
  }

  async take(next: Step): Promise<void> {
    switch (next.do) {
      case 'hold':
        this.#letGo.push(this.harness.media.hold(next.what as 'produce'))
        return
      case 'letGo':
        this.#release()
        return settled()
      case 'come':
        return this.#come(next.who)
      case 'lose':
        this.here.get(next.who)?.lose()
        return
      case 'leave':
        this.here.get(next.who)?.leave()
        return
      default:
        return this.#act(next)
    }
  }

  async end(): Promise<void> {
    this.#release()
    await Promise.all(this.#going)
    await settled()
  }

  #release(): void {
    for (const letGo of this.#letGo) letGo()
    this.#letGo = []
  }

  async #come(name: string): Promise<void> {
    const before = this.here.get(name)
    if (before !== undefined && before.place !== 'outside') return
    const visitor = PEOPLE[name]
    if (visitor === undefined) return
    const come = async (): Promise<void> => {
      const someone = await this.harness.prepare(visitor)
      this.here.set(name, someone)
      const token = before?.token
      const returns = token !== undefined && token !== '' && this.#witness.meeting.scene.roster.of(name).length > 0
      await someone.join(returns ? token : undefined)
    }
    const coming = come().catch((error: unknown) => {
      if (!(error instanceof ParleyError)) throw error
      if (this.removed.has(name)) expect(error.code).toBe('REMOVED')
      expect(error.code).not.toBe('INTERNAL')
    })
    this.#going.add(coming)
    if (this.#letGo.length === 0) await coming
    else await settled()
  }

  async #act(next: Exclude<Step, { do: 'hold' | 'letGo' | 'come' | 'lose' | 'leave' }>): Promise<void> {
    const actor = this.here.get(next.who)
    if (actor?.place !== 'meeting') return
    const { meeting, presence } = actor
    const { moderation, admission } = meeting
    const targetId = 'whom' in next ? (meeting.scene.roster.of(next.whom)[0]?.id ?? 'nobody') : 'nobody'
    const waitingId = 'whom' in next ? (this.here.get(next.whom)?.waitingId ?? 'nobody') : 'nobody'
    const allowed = async (
      action: Action,
      work: () => void | Promise<void>,
      after: () => void = () => undefined,
    ): Promise<void> => {
      const targeted = 'whom' in next && next.do !== 'readmit' && next.do !== 'deny'
      const denial = this.model.denial(next.who, action, targeted ? next.whom : undefined)
      const outcome = await outcomeOf(work)
      if (targeted && targetId === 'nobody') expect(outcome).toMatch(/^(NOT_FOUND|FORBIDDEN)/)
      else if (denial === undefined) expect(outcome).not.toMatch(/^FORBIDDEN/)
      else expect(outcome).toBe(`FORBIDDEN: ${denial}`)
      if (outcome === 'done') after()
    }
    switch (next.do) {
      case 'setRole': {
        const { role, whom } = next
        const give = () => this.model.give(next.who, whom, role)
        return allowed(ROLE_ACTION[role], () => moderation.setRole(presence, targetId, role), give)
      }
      case 'setOptions':
        return allowed(
          'changeOptions',
          () => moderation.setOptions(presence, next.change),
          () => Object.assign(this.model.options, next.change),
        )
      case 'setAllowed':
        return allowed(
          next.device === 'microphone' ? 'allowMicrophone' : 'allowCamera',
          () => moderation.setAllowed(presence, targetId, next.device, next.allowed),
          () => this.model.except(next.whom, next.device, next.allowed),
        )
      case 'produce': {
        const { source: what, paused } = next
        const denial = what === 'microphone' && paused ? undefined : this.model.denial(next.who, SOURCE_ACTION[what])
        return this.#begin(actor.produce(what, paused), denial)
      }
      case 'unmute': {
        const muted = [...presence.participant.producers.values()].find(({ paused }) => paused)
        if (muted === undefined) return
        const denial = this.model.denial(next.who, SOURCE_ACTION[muted.source])
        return this.#begin(meeting.sending.setPaused(presence, muted.media.id, false), denial)
      }
      case 'remove':
        return allowed(
          'remove',
          () => moderation.remove(presence, targetId),
          () => this.removed.add(next.whom),
        )
      case 'readmit':
        return allowed(
          'readmit',
          () => moderation.readmit(presence, next.whom),
          () => this.removed.delete(next.whom),
        )
      case 'mute':
      case 'stopCamera':
      case 'stopShare':
      case 'lowerHand':
      case 'spotlight':
      case 'sendToLobby': {
        const { do: what } = next
        return allowed(what, () => moderation[what](presence, targetId))
      }
      case 'muteAll':
        return allowed('muteAll', () => moderation.muteAll(presence, false))
      case 'lowerAllHands':
        return allowed('lowerAllHands', () => moderation.lowerAllHands(presence))
      case 'react':
        return allowed('react', () => meeting.react(presence, 'like'))
      case 'admitAll':
        return allowed('admit', () => admission.admitAll(presence))
      case 'deny':
        return allowed('admit', () => admission.deny(presence, waitingId, next.block))
      case 'lock':
        return allowed('lockMeeting', () => moderation.setLocked(presence, next.locked))
    }
  }

  /** What takes its time is denied at once where it is denied at its beginning; at its end it may be as well. */
  async #begin(work: Promise<unknown>, denial: Denial | undefined): Promise<void> {
    const done = work.then(
      () => expect(denial).toBeUndefined(),
      (error: unknown) => {
        if (!(error instanceof ParleyError)) throw error
        if (denial !== undefined) expect(error.message).toBe(`FORBIDDEN: ${denial}`)
      },
    )
    this.#going.add(done)
    if (denial !== undefined || this.#letGo.length === 0) await done
  }

  /** What holds at every moment. */
  check(): void {
    const { scene } = this.#witness.meeting
    const everybody = [...scene.roster.all()]
    const organisers = Object.keys(PEOPLE).filter((name) => this.model.roleOf(name) === 'organiser')
    expect(organisers).toHaveLength(1)
    for (const participant of everybody) {
      const { person, producers, role } = participant
      expect(role).toBe(this.model.roleOf(person.id))
      if (this.removed.has(person.id)) expect.fail(`${person.id} was removed`)
      for (const { source: what, paused } of producers.values()) {
        if (what === 'microphone' && paused) continue
        expect([person.id, what, this.model.denial(person.id, SOURCE_ACTION[what])]).toEqual([person.id, what, undefined])
      }
      // Nobody is told of what they may not see.
      if (rankOf(role) === rankOf('attendee')) expect(scene.may(participant, 'admit')).toBe(false)
    }
  }

  /** And when everything has come to rest. */
  checkAtRest(): void {
    const { scene } = this.#witness.meeting
    const sent = [...scene.roster.all()].flatMap(({ producers }) => [...producers.values()])
    const state = (list: readonly { id: string; paused: boolean }[]) => new Map(list.map(({ id, paused }) => [id, paused]))
    expect(state([...this.harness.room.producers.values()])).toEqual(
      state(sent.map(({ media, paused }) => ({ id: media.id, paused }))),
    )
    for (const someone of this.here.values()) {
      if (someone.place === 'meeting') continue
      expect([...this.harness.consumersOf(someone.preparation.endpoint)]).toEqual([])
    }
    // Each knows their own role.
    for (const [name, { place, sink }] of this.here) {
      if (place !== 'meeting') continue
      const last = sink.events.findLastIndex(({ type }) => type === 'joined')
      const told = sink.events.slice(last).flatMap((event) => {
        if (event.type === 'joined') return event.participants
        return event.type === 'participantUpdated' ? [event.participant] : []
      })
      expect(told.findLast(({ personId }) => personId === name)?.role).toBe(this.model.roleOf(name))
    }
  }
}

const outcomeOf = async (work: () => void | Promise<void>): Promise<string> => {
  try {
    await work()
    return 'done'
  } catch (error) {
    if (!(error instanceof ParleyError)) throw error
    return error.message
  }
}

test('nobody gains by a sequence of acts what the table denies', async () => {
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      const play = await Play.begin()
      try {
        for (const next of steps) {
          await play.take(next)
          play.check()
        }
        await play.end()
        play.check()
        play.checkAtRest()
      } finally {
        await play.harness.close()
      }
    }),
    { numRuns: 150 },
  )
}, 120_000)
