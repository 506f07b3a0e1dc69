/** A meeting service in memory that implements the signalling contract: its own validation, no media. */
import { ORPCError } from '@orpc/client'
import { createRouterClient, implement } from '@orpc/server'
import {
  generateConsumerRemoteParameters,
  generateDataConsumerRemoteParameters,
  generateRouterRtpCapabilities,
  generateTransportRemoteParameters,
} from 'mediasoup-client/fakeParameters'
import type { Message, Moderator } from '#shared/contract/chat.ts'
import type { Meeting } from '#shared/contract/common.ts'
import type { ConsumerParameters, Source } from '#shared/contract/media.ts'
import type { MeetingRecording, RecordingAhead } from '#shared/contract/recording.ts'
import { type MeetingEvent, type Participant, type SignallingProcedure, signallingContract } from '#shared/contract/signalling.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { resolveOptions } from '#shared/meeting/effective-options.ts'
import { createSignallingClient } from '../signalling/calls.ts'
import type { SignallingClient } from '../signalling/signalling-client.ts'

export const CODE = 'abc-defg-hjk'

/** What one socket stands for on the service's side. */
export interface FakeSocket {
  readonly ticket: string
  emit?: (event: MeetingEvent) => void
  end?: () => void
  letIn?: () => void
}

/** Events that wait to be read. */
class Mailbox {
  readonly #events: MeetingEvent[] = []
  #ended = false
  #wake: (() => void) | undefined

  put(event: MeetingEvent): void {
    this.#events.push(event)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  async *read(): AsyncGenerator<MeetingEvent> {
    while (true) {
      const event = this.#events.shift()
      if (event !== undefined) yield event
      else if (this.#ended) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
      if (event?.type === 'ended') return
    }
  }
}

const plain = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T

export class FakeMeetingService {
  /** Every request that was understood, in order. */
  readonly requests: { procedure: SignallingProcedure; input: unknown }[] = []
  readonly sockets = new Set<{ socket: FakeSocket; client: Pick<SignallingClient, 'lose'> }>()
  /** Codes with which these procedures are refused from now on. */
  readonly refusals: Partial<Record<SignallingProcedure, ErrorCode>> = {}
  /** Whether sockets can be opened, and pings are answered. */
  reachable = true
  answersPings = true
  participants: Participant[] = []
  /** Of people other than the client itself: offered to it at join. */
  offers: ConsumerParameters[] = []
  selfRole: Participant['role'] = 'organiser'
  options = resolveOptions([], {})
  moderator: Moderator = 'bundled'
  /** Refuses whoever joins without one. */
  needsOffer = false
  /** Who joins has to wait in the lobby until `letIn`. */
  hasLobby = false
  recording: MeetingRecording = { active: [], consentAsked: false, notice: {} }
  recordingAhead: RecordingAhead = { active: [], marked: false, consentAsked: false, notice: {} }
  #lastId = 0

  readonly meeting: Meeting = {
    id: 'meeting',
    code: CODE,
    title: 'Planning',
    organiser: { id: 'ada', name: 'Ada Moreau' },
    createdAt: 0,
    present: 1,
    kind: 'meeting',
  }

  readonly router = this.#implement()

  /** A socket in memory. */
  connect(ticket: string): SignallingClient {
    const socket: FakeSocket = { ticket }
    const calls = createRouterClient(this.router, { context: { socket } }) as unknown as Record<
      string,
      (input: unknown) => Promise<unknown>
    >
    const entry: { socket: FakeSocket; client: SignallingClient } = {
      socket,
      client: createSignallingClient(
        {
          call: (path, input) => {
            const call = calls[path[0] ?? '']
            return call === undefined
              ? Promise.reject(new Error('no such procedure'))
              : call(plain<{ input?: unknown }>({ input }).input)
          },
        },
        {
          opened: this.reachable ? Promise.resolve() : new Promise(() => undefined),
          close: () => {
            this.sockets.delete(entry)
            socket.end?.()
          },
        },
      ),
    }
    this.sockets.add(entry)
    // As a browser does: a socket that can't be opened is lost a moment later.
    if (!this.reachable) queueMicrotask(() => entry.client.lose())
    return entry.client
  }

  /** All connections break, as when the service is killed. */
  dropAll(): void {
    for (const { client } of [...this.sockets]) client.lose()
  }

  emit(event: MeetingEvent): void {
    for (const { socket } of this.sockets) socket.emit?.(event)
  }

  /** Everybody in the lobby comes in. */
  letIn(): void {
    this.hasLobby = false
    for (const { socket } of this.sockets) socket.letIn?.()
  }

  /** Out of the meeting, and back to the lobby of the same join. */
  sendToLobby(): void {
    this.participants = this.participants.filter((each) => each !== this.self)
    this.emit({ type: 'waiting', since: 5, until: 10, recording: this.recordingAhead })
  }

  count(procedure: SignallingProcedure): number {
    return this.requests.filter((request) => request.procedure === procedure).length
  }

  lastInput<T>(procedure: SignallingProcedure): T | undefined {
    return this.requests.findLast((request) => request.procedure === procedure)?.input as T | undefined
  }

  get self(): Participant | undefined {
    return this.participants.find(({ id }) => id.startsWith('self'))
  }

  /** Somebody else comes in with these sources; what they send is offered to the client at its next join. */
  addPerson(id: string, sources: Source[] = ['microphone', 'camera']): Participant {
    const participant: Participant = {
      id,
      personId: id,
      name: id,
      standing: 'member',
      verification: 'signedIn',
      mayUnmute: false,
      mayShowCamera: false,
      role: 'presenter',
      joinedAt: 0,
      connection: 'connected',
      quality: 'good',
      producers: sources.map((source) => ({ id: `${id}-${source}`, source, paused: false })),
    }
    this.participants.push(participant)
    this.offers.push(...sources.map((source) => this.offer(id, source)))
    return participant
  }

  offer(participantId: string, source: Source): ConsumerParameters {
    const kind = source === 'camera' || source === 'screen' ? 'video' : 'audio'
    const id = this.#id('consumer')
    const { rtpParameters } = generateConsumerRemoteParameters({
      id,
      codecMimeType: kind === 'audio' ? 'audio/opus' : 'video/VP8',
    })
    return {
      id,
      producerId: `${participantId}-${source}`,
      participantId,
      source,
      kind,
      rtpParameters: plain(rtpParameters),
      producerPaused: false,
    }
  }

  message(personId: string, text: string): Message {
    return {
      id: this.#id('message'),
      author: { personId, name: personId, standing: 'member' },
      text,
      at: Date.now(),
      mentions: [],
      reactions: [],
    }
  }

  /** The first event for whoever comes in, who is among the participants from now on. */
  #joined(resumeToken: string | undefined): MeetingEvent {
    const known = this.self
    const self: Participant =
      resumeToken !== undefined && known !== undefined
        ? { ...known, producers: [] }
        : {
            id: this.#id('self'),
            personId: 'ada',
            name: 'Ada Moreau',
            standing: 'member',
            verification: 'signedIn',
            mayUnmute: false,
            mayShowCamera: false,
            role: this.selfRole,
            joinedAt: 0,
            connection: 'connected',
            quality: 'good',
            producers: [],
          }
    this.participants = [...this.participants.filter((each) => each !== known), self]
    return {
      type: 'joined',
      participantId: self.id,
      resumeToken: this.#id('token'),
      startedAt: 0,
      participants: this.participants,
      consumers: this.offers,
      options: this.options,
      locked: false,
      spotlight: null,
      waiting: [],
      removed: [],
      chat: { messages: [], more: true, unread: 0, moderator: this.moderator },
      recording: this.recording,
    }
  }

  #id(what: string): string {
    this.#lastId += 1
    return `${what}-${this.#lastId}`
  }

  #self(change: (self: Participant) => Participant): void {
    this.participants = this.participants.map((each) => (each === this.self ? change(each) : each))
    if (this.self !== undefined) this.emit({ type: 'participantUpdated', participant: this.self })
  }

  #implement() {
    const contract = implement(signallingContract).$context<{ socket: FakeSocket }>()
    const meeting = contract.use(({ path, next }, input) => {
      const procedure = path[0] as SignallingProcedure
      this.requests.push({ procedure, input })
      const refusal = this.refusals[procedure]
      if (refusal !== undefined) throw new ORPCError(refusal, { message: refusal, data: { detail: 'as the test says' } })
      return next()
    })
    const transport = () => ({ ...plain<Record<string, never>>(generateTransportRemoteParameters()), id: this.#id('transport') })
    return meeting.router({
      prepare: meeting.prepare.handler(() => ({
        meeting: this.meeting,
        encrypted: this.options.encryption.value === 'on',
        recording: this.recordingAhead,
        routerRtpCapabilities: plain(generateRouterRtpCapabilities()),
        sendTransport: plain(transport()),
        receiveTransport: plain(transport()),
        warmConsumer: {
          label: 'warm',
          protocol: '',
          ...plain<{ id: string; dataProducerId: string; sctpStreamParameters: Record<string, unknown> }>(
            generateDataConsumerRemoteParameters({ id: this.#id('warm') }),
          ),
        },
      })),
      join: meeting.join.handler(({ input, context: { socket } }) => {
        if (input.resumeToken !== undefined && this.self === undefined) {
          throw new ORPCError('RESUME_EXPIRED', { message: 'RESUME_EXPIRED' })
        }
        if (this.needsOffer && input.encryption === undefined) {
          throw new ORPCError('INVALID_INPUT', { message: 'INVALID_INPUT', data: { detail: 'encryption' } })
        }
        const box = new Mailbox()
        socket.emit = (event) => box.put(event)
        socket.end = () => box.end()
        socket.letIn = () => box.put(this.#joined(input.resumeToken))
        if (this.hasLobby) box.put({ type: 'waiting', since: 1, until: 2, recording: this.recordingAhead })
        else box.put(this.#joined(input.resumeToken))
        return box.read()
      }),
      ping: meeting.ping.handler(() => (this.answersPings ? undefined : new Promise<void>(() => undefined))),
      connectTransport: meeting.connectTransport.handler(() => undefined),
      restartIce: meeting.restartIce.handler(() => ({ iceParameters: { usernameFragment: 'new', password: 'new' } })),
      warm: meeting.warm.handler(() => ({ id: this.#id('data') })),
      produce: meeting.produce.handler(({ input }) => {
        const id = this.#id('producer')
        this.#self((self) => ({
          ...self,
          producers: [...self.producers, { id, source: input.source, paused: input.paused }],
        }))
        return { producerId: id }
      }),
      setProducerPaused: meeting.setProducerPaused.handler(({ input }) => {
        this.#self((self) => ({
          ...self,
          producers: self.producers.map((each) => (each.id === input.producerId ? { ...each, paused: input.paused } : each)),
        }))
      }),
      closeProducer: meeting.closeProducer.handler(({ input }) => {
        this.#self((self) => ({ ...self, producers: self.producers.filter(({ id }) => id !== input.producerId) }))
      }),
      resumeConsumers: meeting.resumeConsumers.handler(() => undefined),
      setVisible: meeting.setVisible.handler(() => undefined),
      setHand: meeting.setHand.handler(({ input }) => {
        this.#self(({ handRaisedAt: _before, ...self }) => (input.raised ? { ...self, handRaisedAt: 1 } : self))
      }),
      react: meeting.react.handler(() => undefined),
      readRecording: meeting.readRecording.handler(() => this.recordingAhead),
      startRecording: meeting.startRecording.handler(() => undefined),
      pauseRecording: meeting.pauseRecording.handler(() => undefined),
      resumeRecording: meeting.resumeRecording.handler(() => undefined),
      stopRecording: meeting.stopRecording.handler(() => undefined),
      acknowledgeRecordingNotice: meeting.acknowledgeRecordingNotice.handler(() => undefined),
      consentToRecording: meeting.consentToRecording.handler(() => undefined),
      leave: meeting.leave.handler(() => undefined),
      endMeeting: meeting.endMeeting.handler(() => this.emit({ type: 'ended', reason: 'meetingEnded' })),
      admit: meeting.admit.handler(() => undefined),
      admitAll: meeting.admitAll.handler(() => undefined),
      deny: meeting.deny.handler(() => undefined),
      sendToLobby: meeting.sendToLobby.handler(() => undefined),
      mute: meeting.mute.handler(() => undefined),
      muteAll: meeting.muteAll.handler(() => undefined),
      stopCamera: meeting.stopCamera.handler(() => undefined),
      stopShare: meeting.stopShare.handler(() => undefined),
      lowerHand: meeting.lowerHand.handler(() => undefined),
      lowerAllHands: meeting.lowerAllHands.handler(() => undefined),
      request: meeting.request.handler(() => undefined),
      setAllowed: meeting.setAllowed.handler(() => undefined),
      spotlight: meeting.spotlight.handler(() => undefined),
      setRole: meeting.setRole.handler(() => undefined),
      remove: meeting.remove.handler(() => undefined),
      readmit: meeting.readmit.handler(() => undefined),
      setOptions: meeting.setOptions.handler(() => undefined),
      setLocked: meeting.setLocked.handler(() => undefined),
      readLog: meeting.readLog.handler(() => []),
      sendMessage: meeting.sendMessage.handler(({ input }) => ({ message: this.message('ada', input.text) })),
      editMessage: meeting.editMessage.handler(() => undefined),
      deleteMessage: meeting.deleteMessage.handler(() => undefined),
      reactToMessage: meeting.reactToMessage.handler(() => undefined),
      listMessages: meeting.listMessages.handler(() => ({ messages: [this.message('bo', 'older')], more: false })),
      markRead: meeting.markRead.handler(() => undefined),
      reportMessage: meeting.reportMessage.handler(() => undefined),
      decideMessage: meeting.decideMessage.handler(() => undefined),
      renewOffer: meeting.renewOffer.handler(() => undefined),
      foundGroup: meeting.foundGroup.handler(() => undefined),
      commitEpoch: meeting.commitEpoch.handler(() => undefined),
      keysReady: meeting.keysReady.handler(() => undefined),
      sendEncrypted: meeting.sendEncrypted.handler(() => undefined),
      requestGroupInfo: meeting.requestGroupInfo.handler(() => ({ epoch: 0, groupInfo: '', tree: '', seats: [] })),
    })
  }
}
