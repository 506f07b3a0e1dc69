/**
 * The meeting half of the contract, over one WebSocket at `/signalling`. The socket is opened with the subprotocols
 * `parley` and `ticket.<ticket>` (in a header, so that no ticket stands in an address or a log).
 *
 * Order: `prepare` (media is set up while the person is still before the mirror; nothing of the meeting is told), `join` (its
 * stream of events begins with everything the client needs, or with `waiting` in the lobby, and ends with the participation),
 * then the rest. Coming back after
 * a lost connection is the same way with the `resumeToken`: new socket, `prepare`, `join`.
 */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../meeting/limits.ts'
import { OPTION_NAMES, OptionsChange } from '../meeting/options.ts'
import { Message, MessagePage, MessageReaction, MessageText, Moderator } from './chat.ts'
import { Code, Id, Meeting, Platform, RoleSchema, Time } from './common.ts'
import { CommitRequest, EncryptionNews, EncryptionOffer, Founded, KeysReady, Outside, SealedMessage } from './encryption.ts'
import {
  ConsumerParameters,
  DtlsParameters,
  IceParameters,
  RtpCapabilities,
  RtpParameters,
  SctpStreamParameters,
  Source,
  TransportParameters,
  VisibleVideo,
} from './media.ts'
import {
  EffectiveOptionsSchema,
  LogEntry,
  Moderated,
  RemovedPerson,
  StandingSchema,
  Verification,
  WaitingPerson,
} from './moderation.ts'
import { MeetingRecording, NoticesShown, RecordedState, RecordingAhead } from './recording.ts'

export const REACTIONS = ['like', 'love', 'applause', 'laugh', 'surprised'] as const
export const Reaction = z.enum(REACTIONS)
export type Reaction = z.infer<typeof Reaction>

export const ProducerInfo = z.object({ id: Id, source: Source, paused: z.boolean() })
export type ProducerInfo = z.infer<typeof ProducerInfo>

export const Participant = z.object({
  id: Id,
  personId: Id,
  name: z.string(),
  standing: StandingSchema,
  verification: Verification,
  organisation: z.string().optional(),
  role: RoleSchema,
  joinedAt: Time,
  /** `reconnecting`: their connection is lost; the service forwards nothing from or to them until they are back. */
  connection: z.enum(['connected', 'reconnecting']),
  /** How well their media reaches the service. */
  quality: z.enum(['good', 'fair', 'poor']),
  handRaisedAt: Time.optional(),
  /** Excepted from microphones or cameras that are held back. */
  mayUnmute: z.boolean(),
  mayShowCamera: z.boolean(),
  producers: z.array(ProducerInfo),
  recorded: RecordedState.optional(),
})
export type Participant = z.infer<typeof Participant>

/** Everything a client needs to be in the meeting: the first event of each `join`. */
export const Joined = z.object({
  type: z.literal('joined'),
  participantId: Id,
  /** Brings this participant back for 60 s after a lost connection; a secret of this client. */
  resumeToken: z.string(),
  startedAt: Time,
  /** The client's own participant is among them. */
  participants: z.array(Participant),
  /** All audio, and video for as many pictures as `join` asked for. */
  consumers: z.array(ConsumerParameters),
  options: EffectiveOptionsSchema,
  locked: z.boolean(),
  spotlight: Id.nullable(),
  /** For those who may let people in; empty for all others. */
  waiting: z.array(WaitingPerson),
  /** For organisers; empty for all others. */
  removed: z.array(RemovedPerson),
  /** The newest messages, and how many of the whole chat are unread. */
  chat: MessagePage.extend({ unread: z.int().min(0), moderator: Moderator }),
  recording: MeetingRecording,
})
export type Joined = z.infer<typeof Joined>

/** All that somebody in the lobby is told: the first event of a `join` that has to wait. `joined` or `ended` follows. */
export const Waiting = z.object({
  type: z.literal('waiting'),
  since: Time,
  /** The wait ends by itself then. */
  until: Time,
  recording: RecordingAhead,
})
export type Waiting = z.infer<typeof Waiting>

export const END_REASONS = [
  'meetingEnded',
  'left',
  'replaced',
  'serviceStopping',
  'signedOut',
  'removed',
  'denied',
  'blocked',
  'waitedTooLong',
] as const

export const MeetingEvent = z.discriminatedUnion('type', [
  Joined,
  Waiting,
  z.object({ type: z.literal('participantJoined'), participant: Participant }),
  /** The participant as it is now: role, hand, connection, quality or producers changed. */
  z.object({ type: z.literal('participantUpdated'), participant: Participant }),
  z.object({ type: z.literal('participantLeft'), participantId: Id, reason: z.enum(['left', 'timedOut', 'removed']) }),
  z.object({ type: z.literal('consumerAdded'), consumer: ConsumerParameters }),
  z.object({ type: z.literal('consumerRemoved'), consumerId: Id }),
  /** Loudness of those who can be heard, dBov (-127 silent, 0 loudest), at most once in 400 ms. */
  z.object({ type: z.literal('audioLevels'), levels: z.array(z.object({ participantId: Id, level: z.number() })) }),
  z.object({ type: z.literal('activeSpeaker'), participantId: Id.nullable() }),
  z.object({ type: z.literal('reaction'), participantId: Id, reaction: Reaction }),
  z.object({ type: z.literal('optionsChanged'), options: EffectiveOptionsSchema }),
  /** To organisers: the organisation's rules have changed these options. */
  z.object({ type: z.literal('ruled'), options: z.array(z.enum(OPTION_NAMES)) }),
  /** An organiser gave the meeting another label. */
  z.object({ type: z.literal('labelChanged'), label: Meeting.shape.label }),
  z.object({ type: z.literal('lockedChanged'), locked: z.boolean() }),
  z.object({ type: z.literal('spotlightChanged'), participantId: Id.nullable() }),
  /** To those who may let people in. */
  z.object({ type: z.literal('waitingChanged'), waiting: z.array(WaitingPerson) }),
  /** To organisers. */
  z.object({ type: z.literal('removedChanged'), removed: z.array(RemovedPerson) }),
  z.object({ type: z.literal('logged'), entry: LogEntry }),
  /** To whom it was done. */
  z.object({ type: z.literal('moderated'), what: Moderated, by: z.string(), role: RoleSchema.optional() }),
  /** A message is new, or is now so: edited, deleted, reacted to, held, let through. */
  z.object({ type: z.literal('message'), message: Message }),
  /** A held message was refused: it is gone for all but its author, who is told. */
  z.object({ type: z.literal('messageRefused'), messageId: Id }),
  /** What is recorded, or asked because of it, has changed. */
  z.object({ type: z.literal('recordingChanged'), recording: MeetingRecording }),
  /** The same, to whoever waits in the lobby. */
  z.object({ type: z.literal('recordingAheadChanged'), recording: RecordingAhead }),
  /** In an encrypted meeting: what the delivery service has for this member. */
  z.object({ type: z.literal('encryption'), news: EncryptionNews }),
  /** The last event: the participation is over, and why. */
  z.object({ type: z.literal('ended'), reason: z.enum(END_REASONS) }),
])
export type MeetingEvent = z.infer<typeof MeetingEvent>
export type EndReason = Extract<MeetingEvent, { type: 'ended' }>['reason']

export const Prepared = z.object({
  meeting: Meeting,
  /** It is end-to-end encrypted, or will be when it begins: whoever joins does so with an offer. */
  encrypted: z.boolean(),
  /** As it is now: `readRecording` says it again, and `join` with `noticesShown` makes sure. */
  recording: RecordingAhead,
  routerRtpCapabilities: RtpCapabilities,
  sendTransport: TransportParameters,
  receiveTransport: TransportParameters,
  /** A data channel that carries nothing: consuming it connects the receiving transport before there is anything to receive. */
  warmConsumer: z.object({
    id: Id,
    dataProducerId: Id,
    sctpStreamParameters: SctpStreamParameters,
    label: z.string(),
    protocol: z.string(),
  }),
})
export type Prepared = z.infer<typeof Prepared>

export const signallingContract = {
  prepare: oc
    .input(z.object({ code: Code, protocolVersion: z.int(), platform: Platform, rtpCapabilities: RtpCapabilities.optional() }))
    .output(Prepared),
  join: oc
    .input(
      z.object({
        rtpCapabilities: RtpCapabilities,
        /** How many pictures the client will show first. */
        pictures: z.int().min(0).max(LIMITS.galleryTiles),
        resumeToken: z.string().max(100).optional(),
        /** The client shows the viewer's address over pictures where the meeting asks for it; one that can't gets sound alone then. */
        watermark: z.boolean().default(false),
        /** Of a client that can encrypt. */
        encryption: EncryptionOffer.optional(),
        /** Recordings whose notice the person has seen. Refused with NOTICE_UNREAD where there is another; not looked at where absent. */
        noticesShown: NoticesShown.optional(),
      }),
    )
    .output(eventIterator(MeetingEvent)),
  /** Whether the service is still there; asked every two seconds. */
  ping: oc.output(z.void()),
  connectTransport: oc.input(z.object({ transportId: Id, dtlsParameters: DtlsParameters })).output(z.void()),
  restartIce: oc.input(z.object({ transportId: Id })).output(z.object({ iceParameters: IceParameters })),
  /** A data channel that carries nothing: connects the sending transport before there is anything to send. */
  warm: oc.input(z.object({ sctpStreamParameters: SctpStreamParameters })).output(z.object({ id: Id })),
  produce: oc
    .input(z.object({ source: Source, rtpParameters: RtpParameters, paused: z.boolean() }))
    .output(z.object({ producerId: Id })),
  setProducerPaused: oc.input(z.object({ producerId: Id, paused: z.boolean() })).output(z.void()),
  closeProducer: oc.input(z.object({ producerId: Id })).output(z.void()),
  /** The client has its ends of these consumers: let the packets flow. */
  resumeConsumers: oc.input(z.object({ consumerIds: z.array(Id).min(1).max(400) })).output(z.void()),
  /** All the pictures that are on screen, and no others: missing consumers are added, the rest of the video ones paused. */
  setVisible: oc.input(z.object({ videos: z.array(VisibleVideo).max(LIMITS.galleryTiles + 8) })).output(z.void()),
  setHand: oc.input(z.object({ raised: z.boolean() })).output(z.void()),
  react: oc.input(z.object({ reaction: Reaction })).output(z.void()),
  /** What is recorded now: for whoever is before the mirror or in the lobby. */
  readRecording: oc.output(RecordingAhead),
  leave: oc.output(z.void()),
  endMeeting: oc.output(z.void()),

  // The lobby
  admit: oc.input(z.object({ waitingIds: z.array(Id).min(1).max(LIMITS.waiting) })).output(z.void()),
  admitAll: oc.output(z.void()),
  /** `block`: not in this occurrence any more. */
  deny: oc.input(z.object({ waitingId: Id, block: z.boolean() })).output(z.void()),
  sendToLobby: oc.input(z.object({ participantId: Id })).output(z.void()),

  // What is done to others. Nobody's microphone or camera is ever turned on: they are asked.
  mute: oc.input(z.object({ participantId: Id })).output(z.void()),
  /** All whom the actor may mute. `holdBack`: attendees can't unmute, by the option `microphones`. */
  muteAll: oc.input(z.object({ holdBack: z.boolean() })).output(z.void()),
  stopCamera: oc.input(z.object({ participantId: Id })).output(z.void()),
  stopShare: oc.input(z.object({ participantId: Id })).output(z.void()),
  lowerHand: oc.input(z.object({ participantId: Id })).output(z.void()),
  lowerAllHands: oc.output(z.void()),
  request: oc.input(z.object({ participantId: Id, source: z.enum(['microphone', 'camera']) })).output(z.void()),
  /** Excepts somebody from microphones or cameras that are held back, or no longer does. */
  setAllowed: oc
    .input(z.object({ participantId: Id, source: z.enum(['microphone', 'camera']), allowed: z.boolean() }))
    .output(z.void()),
  spotlight: oc.input(z.object({ participantId: Id.nullable() })).output(z.void()),
  /** `organiser` passes the actor's own role on; they become a co-organiser. */
  setRole: oc.input(z.object({ participantId: Id, role: RoleSchema })).output(z.void()),
  /** They can't come back into this occurrence until they are let in again. */
  remove: oc.input(z.object({ participantId: Id })).output(z.void()),
  readmit: oc.input(z.object({ personId: Id })).output(z.void()),
  setOptions: oc.input(OptionsChange).output(z.void()),
  setLocked: oc.input(z.object({ locked: z.boolean() })).output(z.void()),
  readLog: oc.output(z.array(LogEntry)),

  // Recording
  /** Whoever starts while the regular recording runs joins it; one that is paused goes on. Refused with RECORDING_UNAVAILABLE. */
  startRecording: oc.output(z.void()),
  pauseRecording: oc.output(z.void()),
  resumeRecording: oc.output(z.void()),
  stopRecording: oc.output(z.void()),
  /** The client shows the notice of these recordings. */
  acknowledgeRecordingNotice: oc.input(z.object({ recordingIds: NoticesShown.min(1) })).output(z.void()),
  /** To the regular recording that runs; `agrees: false` also takes back what was agreed before. */
  consentToRecording: oc.input(z.object({ agrees: z.boolean() })).output(z.void()),

  // The chat
  sendMessage: oc
    .input(z.object({ text: MessageText, replyTo: Id.optional(), mentions: z.array(Id).max(LIMITS.mentions) }))
    .output(z.object({ message: Message })),
  editMessage: oc
    .input(z.object({ messageId: Id, text: MessageText, mentions: z.array(Id).max(LIMITS.mentions) }))
    .output(z.void()),
  deleteMessage: oc.input(z.object({ messageId: Id })).output(z.void()),
  /** Null takes one's own reaction back. */
  reactToMessage: oc.input(z.object({ messageId: Id, reaction: MessageReaction.nullable() })).output(z.void()),
  listMessages: oc.input(z.object({ before: Id })).output(MessagePage),
  markRead: oc.input(z.object({ messageId: Id })).output(z.void()),
  /** To the organisation's list. */
  reportMessage: oc.input(z.object({ messageId: Id })).output(z.void()),
  /** An organiser lets a held message through, or refuses it. */
  decideMessage: oc.input(z.object({ messageId: Id, allowed: z.boolean() })).output(z.void()),

  // The encrypted meeting's group
  /** Another offer than the one joined with, of somebody who was sent back to the lobby: a key package is used once. */
  renewOffer: oc.input(EncryptionOffer).output(z.void()),
  foundGroup: oc.input(Founded).output(z.void()),
  /** Refused with EPOCH_STALE where another commit has won. */
  commitEpoch: oc.input(CommitRequest).output(z.void()),
  keysReady: oc.input(KeysReady).output(z.void()),
  /** Refused with EPOCH_STALE where the epoch is over for long. */
  sendEncrypted: oc.input(SealedMessage).output(z.void()),
  /** For somebody who has lost the group's state. */
  requestGroupInfo: oc.output(Outside),
}
export type SignallingContract = typeof signallingContract
export type SignallingProcedure = keyof SignallingContract

/** The WebSocket subprotocols of a signalling socket. */
export const signallingProtocols = (ticket: string): string[] => ['parley', `ticket.${ticket}`]
