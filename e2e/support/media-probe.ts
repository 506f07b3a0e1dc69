/**
 * A look at the media of a page from outside the product: it runs before the page's own scripts and wraps the browser's
 * constructors to know what they made. `mediaProbe` is given to `addInitScript`, so it can use nothing but its own body.
 */

/** One RTP stream that the page receives. Counters only rise. */
export interface InboundStream {
  kind: 'audio' | 'video'
  trackId: string
  packets: number
  bytes: number
  /** Video only. */
  framesDecoded: number
  /** Audio only: W3C's totalAudioEnergy. */
  energy: number
}

export interface OutboundStream {
  kind: 'audio' | 'video'
  /** Label of the captured track; empty when the sender has none now. */
  label: string
  packets: number
  bytes: number
  framesEncoded: number
}

/** A picture of somebody on screen. */
export interface Picture {
  participantId: string
  source: string
  trackId: string
  frames: number
  /** Of what arrives, px. */
  width: number
  height: number
  /** Width of its place on screen, CSS px. */
  box: number
}

export interface MediaProbe {
  inbound(): Promise<InboundStream[]>
  outbound(): Promise<OutboundStream[]>
  pictures(): Picture[]
  /** The loudest pitch in each received audio track now, Hz; 0 for silence. */
  pitches(): Promise<number[]>
  /** Begins to note when camera pictures move. */
  watchMoves(): void
  /** By the name on the tile: when its picture first moved from `time` on. Times in ms since 1970. */
  movedSince(time: number): Record<string, number>
  /** Senders that had a track and no encryption when they were about to be given a way out. */
  bareSenders(): number
}

declare global {
  interface Window {
    mediaProbe: MediaProbe
  }
}

export const mediaProbe = (): void => {
  let connections: RTCPeerConnection[] = []
  /** Of captured tracks, by id. Not the tracks: the probe keeps nothing alive. */
  const labels = new Map<string, string>()

  let bareSenders = 0
  const NativeConnection = window.RTCPeerConnection
  window.RTCPeerConnection = class extends NativeConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
    }

    override setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      bareSenders += this.getSenders().filter(({ track, transform }) => track !== null && transform === null).length
      return super.setLocalDescription(description)
    }
  }
  // Absent where the page is no secure context.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (devices) {
    for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
      const native = devices[name].bind(devices)
      devices[name] = async (constraints) => {
        const stream = await native(constraints)
        for (const { id, label } of stream.getTracks()) labels.set(id, label)
        return stream
      }
    }
    const nativeClone = MediaStreamTrack.prototype.clone
    MediaStreamTrack.prototype.clone = function () {
      const copy = nativeClone.call(this)
      labels.set(copy.id, copy.label)
      return copy
    }
  }

  const open = (): RTCPeerConnection[] => {
    connections = connections.filter(({ connectionState }) => connectionState !== 'closed')
    return connections
  }
  const stats = async (type: string): Promise<Record<string, unknown>[]> => {
    const found: Record<string, unknown>[] = []
    for (const connection of open()) {
      const report = await connection.getStats()
      report.forEach((entry: Record<string, unknown>) => {
        if (entry.type !== type) return
        const source = typeof entry.mediaSourceId === 'string' ? report.get(entry.mediaSourceId) : undefined
        found.push({ ...entry, sourceTrackId: source?.trackIdentifier })
      })
    }
    return found
  }
  const count = (entry: Record<string, unknown>, name: string): number => Number(entry[name] ?? 0)
  const kind = (entry: Record<string, unknown>): 'audio' | 'video' => (entry.kind === 'audio' ? 'audio' : 'video')

  /** The strongest of the spectrum over a second: speech has pauses. */
  const pitch = async (context: AudioContext, track: MediaStreamTrack): Promise<number> => {
    const source = context.createMediaStreamSource(new MediaStream([track]))
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0, minDecibels: -100 })
    source.connect(analyser)
    const spectrum = new Float32Array(analyser.frequencyBinCount)
    let best = { level: -70, bin: 0 }
    const until = performance.now() + 1_200
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 60))
      analyser.getFloatFrequencyData(spectrum)
      spectrum.forEach((level, bin) => {
        if (level > best.level) best = { level, bin }
      })
    }
    source.disconnect()
    return (best.bin * context.sampleRate) / analyser.fftSize
  }

  const moves: { name: string; at: number }[] = []
  const watchMoves = (): void => {
    // A picture that is made anew begins at nothing.
    const counted = new WeakMap<HTMLVideoElement, number>()
    setInterval(() => {
      for (const video of document.querySelectorAll<HTMLVideoElement>('[data-tile] video[data-source=camera]')) {
        const { totalVideoFrames } = video.getVideoPlaybackQuality()
        const name = video.closest('[data-tile]')?.textContent.split(/,| \(/)[0] ?? ''
        if (totalVideoFrames > (counted.get(video) ?? 0)) moves.push({ name, at: Date.now() })
        counted.set(video, totalVideoFrames)
      }
    }, 30)
  }

  window.mediaProbe = {
    inbound: async () =>
      // The router's probing for bandwidth comes as a track of its own and is nobody's.
      (await stats('inbound-rtp'))
        .filter(({ trackIdentifier }) => trackIdentifier !== 'probator')
        .map((entry) => ({
          kind: kind(entry),
          trackId: String(entry.trackIdentifier),
          packets: count(entry, 'packetsReceived'),
          bytes: count(entry, 'bytesReceived'),
          framesDecoded: count(entry, 'framesDecoded'),
          energy: count(entry, 'totalAudioEnergy'),
        })),
    outbound: async () =>
      (await stats('outbound-rtp')).map((entry) => ({
        kind: kind(entry),
        label: labels.get(String(entry.sourceTrackId)) ?? '',
        packets: count(entry, 'packetsSent'),
        bytes: count(entry, 'bytesSent'),
        framesEncoded: count(entry, 'framesEncoded'),
      })),
    pictures: () =>
      [...document.querySelectorAll<HTMLVideoElement>('video[data-participant-id]')].map((video) => ({
        participantId: video.dataset.participantId ?? '',
        source: video.dataset.source ?? '',
        trackId: video.srcObject instanceof MediaStream ? (video.srcObject.getVideoTracks()[0]?.id ?? '') : '',
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
        width: video.videoWidth,
        height: video.videoHeight,
        box: Math.round(video.getBoundingClientRect().width),
      })),
    watchMoves,
    bareSenders: () => bareSenders,
    movedSince: (time) =>
      Object.fromEntries(
        moves
          .filter(({ at }) => at >= time)
          .reverse()
          .map(({ name, at }) => [name, at]),
      ),
    pitches: async () => {
      const context = new AudioContext()
      const received = open()
        .flatMap((connection) => connection.getReceivers())
        .map(({ track }) => track)
        .filter((track) => track.kind === 'audio' && track.readyState === 'live')
      const found = await Promise.all(received.map((track) => pitch(context, track)))
      await context.close()
      return found
    },
  }
}
