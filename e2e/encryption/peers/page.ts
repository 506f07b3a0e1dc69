/**
 * Two people in one page: *near* sends its fake camera and microphone to *far* over a real peer connection, each with a worker of
 * its own that encrypts and decrypts. `window.peers` is what tests and benchmarks hold.
 */
import { type Codec, codecOf } from '../../../renderer/encryption/frames/format.ts'
import { makeKeyFrame } from '../../../renderer/encryption/frames/key-frame.ts'
import type { FrameStatistics } from '../../../renderer/encryption/frames/statistics.ts'
import type { StreamOptions } from '../../../renderer/encryption/frames/transformers.ts'
import type { Command, Person, Switched } from './worker.ts'

/** What the connection counts. */
export interface Counts {
  videoPacketsSent: number
  audioPacketsSent: number
  framesEncoded: number
  keyFramesEncoded: number
  framesReceived: number
  framesDecoded: number
  /** W3C's totalAudioEnergy of what is heard. */
  energy: number
  /** As the browser counts them. */
  freezes: number
}

export interface Peers {
  /** Video codecs that this browser sends, and that can be encrypted. */
  codecs(): Codec[]
  call(codec: Codec): Promise<void>
  addEpoch(person: Person, epoch: number, secret: number): Promise<void>
  sendWith(person: Person, epoch: number): Promise<void>
  statistics(person: Person): Promise<FrameStatistics>
  counts(): Promise<Counts>
  /** Begins to note when pictures are presented. */
  watch(): void
  /** @returns ms between pictures since {@link watch} or the last call */
  gaps(): number[]
  hangUp(): void
}

declare global {
  interface Window {
    peers: Peers
  }
}

class Peer {
  readonly connection = new RTCPeerConnection()
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<Switched>) => {
      if (data.type === 'switched') this.#makeKeyFrames()
    }
  }

  ask(command: Command): Promise<FrameStatistics> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = ({ data }: MessageEvent<FrameStatistics>) => resolve(data)
      this.#worker.postMessage(command, [port2])
    })
  }

  transform(options: StreamOptions): RTCRtpScriptTransform {
    return new RTCRtpScriptTransform(this.#worker, options)
  }

  #makeKeyFrames(): void {
    for (const sender of this.connection.getSenders()) if (sender.track?.kind === 'video') void makeKeyFrame(sender)
  }

  close(): void {
    this.connection.close()
    this.#worker.terminate()
  }
}

const show = (track: MediaStreamTrack): void => {
  const element = track.kind === 'video' ? video : new Audio()
  element.autoplay = true
  element.srcObject = new MediaStream([track])
}

const capabilities = () => RTCRtpSender.getCapabilities('video')?.codecs ?? []

const connect = async (near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> => {
  near.onicecandidate = ({ candidate }) => void far.addIceCandidate(candidate ?? undefined)
  far.onicecandidate = ({ candidate }) => void near.addIceCandidate(candidate ?? undefined)
  await near.setLocalDescription()
  if (near.localDescription !== null) await far.setRemoteDescription(near.localDescription)
  await far.setLocalDescription()
  if (far.localDescription !== null) await near.setRemoteDescription(far.localDescription)
}

const peers: Record<Person, Peer> = { near: new Peer(), far: new Peer() }
const video = document.body.appendChild(document.createElement('video'))
let stream: MediaStream | undefined
let presented: number[] = []

const call = async (codec: Codec): Promise<void> => {
  const { near, far } = peers
  stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480, frameRate: 30 } })
  for (const track of stream.getTracks()) {
    const isVideo = track.kind === 'video'
    const transceiver = near.connection.addTransceiver(track, { direction: 'sendonly' })
    const sent = isVideo ? ({ source: 'camera', codec } as const) : ({ source: 'microphone', codec: 'opus' } as const)
    transceiver.sender.transform = near.transform({ direction: 'send', ...sent })
    if (isVideo) transceiver.setCodecPreferences(capabilities().filter(({ mimeType }) => codecOf(mimeType) === codec))
  }
  far.connection.ontrack = ({ track, receiver }) => {
    const isVideo = track.kind === 'video'
    const received = isVideo ? ({ source: 'camera', codec } as const) : ({ source: 'microphone', codec: 'opus' } as const)
    receiver.transform = far.transform({ direction: 'receive', sender: 'near', ...received })
    show(track)
  }
  await connect(near.connection, far.connection)
}

const watch = (): void => {
  presented = [performance.now()]
  const note = (now: number) => {
    presented.push(now)
    video.requestVideoFrameCallback(note)
  }
  video.requestVideoFrameCallback(note)
}

const gaps = (): number[] => {
  const now = performance.now()
  const moments = [...presented, now]
  presented = [now]
  return moments.slice(1).map((moment, at) => moment - (moments[at] ?? moment))
}

/** Of all reports, those that say something of a stream. */
const reports = async (): Promise<Record<string, number | string>[]> => {
  const both = await Promise.all([peers.near.connection.getStats(), peers.far.connection.getStats()])
  return both.flatMap((report) => [...report.values()] as Record<string, number | string>[])
}

const counts = async (): Promise<Counts> => {
  const all = await reports()
  const sum = (type: string, kind: string, name: string): number =>
    all
      .filter((report) => report.type === type && report.kind === kind)
      .reduce((total, report) => total + Number(report[name] ?? 0), 0)
  return {
    videoPacketsSent: sum('outbound-rtp', 'video', 'packetsSent'),
    audioPacketsSent: sum('outbound-rtp', 'audio', 'packetsSent'),
    framesEncoded: sum('outbound-rtp', 'video', 'framesEncoded'),
    keyFramesEncoded: sum('outbound-rtp', 'video', 'keyFramesEncoded'),
    framesReceived: sum('inbound-rtp', 'video', 'framesReceived'),
    framesDecoded: sum('inbound-rtp', 'video', 'framesDecoded'),
    energy: sum('inbound-rtp', 'audio', 'totalAudioEnergy'),
    freezes: sum('inbound-rtp', 'video', 'freezeCount'),
  }
}

window.peers = {
  codecs: () => [...new Set(capabilities().flatMap(({ mimeType }) => codecOf(mimeType) ?? []))],
  call,
  addEpoch: async (person, epoch, secret) => void (await peers[person].ask({ type: 'add', person, epoch, secret })),
  sendWith: async (person, epoch) => void (await peers[person].ask({ type: 'send', epoch })),
  statistics: (person) => peers[person].ask({ type: 'statistics' }),
  counts,
  watch,
  gaps,
  hangUp() {
    for (const peer of Object.values(peers)) peer.close()
    for (const track of stream?.getTracks() ?? []) track.stop()
  },
}
