/** Tracks without a device: a drawn portrait or slide, a quiet tone. Undefined where the page can capture neither (jsdom). */

export interface FakeTrack {
  track: MediaStreamTrack
  close(): void
}

/** A picture that arrives after this many ms at the latest, also in a video element that was attached late. */
const REPAINT_EVERY = 1000

const canCapture = (): boolean => typeof HTMLCanvasElement !== 'undefined' && 'captureStream' in HTMLCanvasElement.prototype

const captureDrawing = (
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
): FakeTrack | undefined => {
  if (!canCapture()) return undefined
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) return undefined
  const track = canvas.captureStream(4).getVideoTracks()[0]
  if (track === undefined) return undefined
  draw(context)
  const repaint = setInterval(() => draw(context), REPAINT_EVERY)
  return {
    track,
    close: () => {
      clearInterval(repaint)
      track.stop()
    },
  }
}

/** Head and shoulders before a wall, in the colours of `seed`. The raised arm on the left side of the picture shows mirroring. */
export const fakePortrait = (seed: number, size: 'small' | 'large' = 'large'): FakeTrack | undefined => {
  const [width, height] = size === 'large' ? [640, 360] : [256, 144]
  return captureDrawing(width, height, (context) => {
    const hue = (seed * 67) % 360
    const wall = context.createLinearGradient(0, 0, width, height)
    wall.addColorStop(0, `hsl(${hue} 24% 62%)`)
    wall.addColorStop(1, `hsl(${(hue + 30) % 360} 22% 34%)`)
    context.fillStyle = wall
    context.fillRect(0, 0, width, height)
    context.fillStyle = `hsl(${hue} 18% 74%)`
    context.fillRect(width * 0.06, height * 0.1, width * 0.2, height * 0.36)
    const skin = `hsl(${18 + ((seed * 13) % 14)} ${38 + (seed % 3) * 6}% ${36 + ((seed * 29) % 40)}%)`
    const middle = width * (0.5 + (((seed * 7) % 5) - 2) * 0.015)
    context.fillStyle = `hsl(${(hue + 190) % 360} 34% 34%)`
    context.beginPath()
    context.ellipse(middle, height * 1.08, width * 0.23, height * 0.42, 0, Math.PI, 0)
    context.fill()
    context.fillStyle = skin
    context.fillRect(middle - width * 0.035, height * 0.55, width * 0.07, height * 0.16)
    context.beginPath()
    context.ellipse(middle, height * 0.42, height * 0.15, height * 0.2, 0, 0, Math.PI * 2)
    context.fill()
    context.fillStyle = `hsl(${(seed * 41) % 50} 30% ${12 + ((seed * 17) % 34)}%)`
    context.beginPath()
    context.ellipse(middle, height * 0.33, height * 0.165, height * 0.15, 0, Math.PI, 0)
    context.fill()
  })
}

/** A slide as people share them: a heading, lines, a diagram. */
export const fakeSlide = (width = 1280, height = 800): FakeTrack | undefined =>
  captureDrawing(width, height, (context) => {
    context.fillStyle = '#fbfbf9'
    context.fillRect(0, 0, width, height)
    context.fillStyle = '#1d2b33'
    context.font = `600 ${height * 0.07}px system-ui, sans-serif`
    context.fillText('Floor plan, second draft', width * 0.07, height * 0.16)
    context.font = `${height * 0.038}px system-ui, sans-serif`
    context.fillStyle = '#44525a'
    const lines = ['Quiet rooms move to the north side', 'One more meeting room on each floor', 'Step-free way to every desk']
    for (const [index, line] of lines.entries()) {
      context.fillText(`•  ${line}`, width * 0.07, height * (0.29 + index * 0.085))
    }
    const bars = [0.34, 0.52, 0.43, 0.68, 0.6]
    for (const [index, bar] of bars.entries()) {
      context.fillStyle = index === 3 ? '#0f6b70' : '#b7c6c9'
      context.fillRect(width * (0.07 + index * 0.09), height * (0.93 - bar * 0.4), width * 0.06, height * bar * 0.4)
    }
  })

/** A steady quiet tone, about -30 dBov. */
export const fakeVoice = (): FakeTrack | undefined => {
  if (typeof AudioContext === 'undefined') return undefined
  const context = new AudioContext()
  const destination = context.createMediaStreamDestination()
  const gain = new GainNode(context, { gain: 0.045 })
  const tone = new OscillatorNode(context, { frequency: 220 })
  tone.connect(gain).connect(destination)
  tone.start()
  const track = destination.stream.getAudioTracks()[0]
  if (track === undefined) return undefined
  return {
    track,
    close: () => {
      track.stop()
      void context.close()
    },
  }
}
