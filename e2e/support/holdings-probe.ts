/**
 * What a page holds on to, seen from outside the product: `holdingsProbe` is given to `addInitScript` (so it can use nothing but
 * its own body) and wraps what makes connections, sockets, captured tracks, audio contexts and timers.
 */

export interface Holdings {
  connections: number
  sockets: number
  /** Captured tracks that are live: while there is one of the camera, its light is on. */
  liveTracks: number
  audioContexts: number
  intervals: number
  timeouts: number
}

declare global {
  interface Window {
    holdings: () => Holdings
  }
}

export const holdingsProbe = (): void => {
  let connections: RTCPeerConnection[] = []
  let sockets: WebSocket[] = []
  let contexts: AudioContext[] = []
  let tracks: MediaStreamTrack[] = []
  const intervals = new Set<number>()
  const timeouts = new Set<number>()

  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
    }
  }
  window.WebSocket = class extends window.WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.push(this)
    }
  }
  window.AudioContext = class extends window.AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options)
      contexts.push(this)
    }
  }

  // Absent where the page is no secure context.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (devices) {
    for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
      const native = devices[name].bind(devices)
      devices[name] = async (constraints) => {
        const stream = await native(constraints)
        tracks.push(...stream.getTracks())
        return stream
      }
    }
    const clone = MediaStreamTrack.prototype.clone
    MediaStreamTrack.prototype.clone = function () {
      const copy = clone.call(this)
      if (tracks.includes(this)) tracks.push(copy)
      return copy
    }
  }

  const { setInterval, clearInterval, setTimeout, clearTimeout } = window
  Object.assign(window, {
    setInterval: (handler: (...args: unknown[]) => void, delay?: number, ...rest: unknown[]) => {
      const id = setInterval(handler, delay, ...rest)
      intervals.add(id)
      return id
    },
    clearInterval: (id?: number) => {
      intervals.delete(Number(id))
      clearInterval(id)
    },
    setTimeout: (handler: (...args: unknown[]) => void, delay?: number, ...rest: unknown[]) => {
      const id = setTimeout(() => {
        timeouts.delete(id)
        handler(...rest)
      }, delay)
      timeouts.add(id)
      return id
    },
    clearTimeout: (id?: number) => {
      timeouts.delete(Number(id))
      clearTimeout(id)
    },
  })

  window.holdings = () => {
    // What is over is let go, or the probe itself would be the leak.
    connections = connections.filter(({ connectionState }) => connectionState !== 'closed')
    sockets = sockets.filter(({ readyState }) => readyState < WebSocket.CLOSING)
    tracks = tracks.filter(({ readyState }) => readyState === 'live')
    contexts = contexts.filter(({ state }) => state !== 'closed')
    return {
      connections: connections.length,
      sockets: sockets.length,
      liveTracks: tracks.length,
      audioContexts: contexts.length,
      intervals: intervals.size,
      timeouts: timeouts.size,
    }
  }
}
