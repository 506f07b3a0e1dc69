/** The call engine as the screens use it: the real one in `live-call-engine.ts`, one without a network in `fake-call-engine.ts`. */
import type { StoreApi } from 'zustand/vanilla'
import type { Reaction } from '#shared/contract/signalling.ts'
import type { CallState, DeviceKind } from './call-state.ts'
import type { ChatCalls } from './chat/chat-calls.ts'
import type { ModerationCalls } from './moderation/moderation-calls.ts'
import type { RecordingCalls } from './recording/recording-calls.ts'
import type { Inventory } from './scope.ts'

/** A picture on screen. Sizes in CSS px; the engine turns them into simulcast layers. */
export interface VisiblePicture {
  producerId: string
  width: number
  height: number
  /** Larger for the active speaker or a share; 1 to 255. */
  priority?: number
}

export interface CallEngine {
  readonly store: StoreApi<CallState>
  /** What is done to others and to the meeting. What comes of it is told in the store. */
  readonly moderation: ModerationCalls
  /** What one does in the chat. The messages are in the store. */
  readonly chat: ChatCalls
  /** What one does about a recording. What comes of it is told in the store. */
  readonly recording: RecordingCalls
  /** Opens devices, the signalling socket and the transports for the pre-join screen. Failures go to the store. */
  prepare(code: string): Promise<void>
  /** Resolves when the person is in the meeting or in its lobby, or when it has failed. */
  join(): Promise<void>
  /** Leaves the meeting or the pre-join screen: every track, transport, timer and listener is gone when it resolves. */
  leave(): Promise<void>
  /** Throws ParleyError FORBIDDEN for anybody but an organiser. */
  endMeeting(): Promise<void>
  /** After `failed`, or a reconnection that ran out. */
  retry(): Promise<void>
  /** On throws ParleyError FORBIDDEN where it is held back. */
  setMicrophone(on: boolean): Promise<void>
  setCamera(on: boolean): Promise<void>
  /** While it is true, a muted person is heard; on false they are muted again. */
  setTalkingWhileMuted(on: boolean): Promise<void>
  startShare(options: { audio: boolean }): Promise<void>
  stopShare(): Promise<void>
  selectDevice(kind: DeviceKind, id: string | undefined): Promise<void>
  /** All the pictures that are on screen now. */
  setVisible(pictures: VisiblePicture[]): void
  setHand(raised: boolean): Promise<void>
  react(reaction: Reaction): Promise<void>
  /** The security code and who came and went have been looked at. */
  seeEncryption(): void
  /** The notices of these recordings are on screen, or were announced where the window is not. */
  seeRecordingNotices(recordingIds: readonly string[]): void
  dismissNotice(id: number): void
  /** The notice of what was done to this person, and all before it, have been seen. */
  dismissModeration(id: number): void
  /** What is still alive: for tests and diagnostics. All zero after `leave`. */
  inspect(): Inventory
}
