/** Parley's own way: the call engine, from the pre-join screen that is ready. */
import { LiveCallEngine } from '../../../renderer/call/live-call-engine.ts'
import type { Platform } from '../../../renderer/platform/platform.ts'
import { measureFromClick } from './first-frame.ts'

export interface Way {
  /** Resolves when the page is where a person clicks on *Join*. */
  readonly ready: Promise<void>
  /** ms from the click to the first remote frame. */
  readonly measured: Promise<number>
  leave(): Promise<void>
}

export const engineWay = (platform: Platform, code: string): Way => {
  const engine = new LiveCallEngine(platform)
  const prepare = async () => {
    await engine.prepare(code)
    const ready = (): boolean => {
      const { phase, local, failure } = engine.store.getState()
      if (phase === 'failed') throw new Error(failure?.code)
      return phase === 'ready' && local.camera.state === 'on' && local.microphone.state === 'on'
    }
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        try {
          if (ready()) resolve()
        } catch (thrown) {
          reject(thrown)
        }
      }
      engine.store.subscribe(look)
      look()
    })
  }
  const measured = measureFromClick(({ show }) => {
    engine.store.subscribe(({ remoteTracks }) => {
      const picture = Object.values(remoteTracks).find(({ track }) => track.kind === 'video')
      if (picture === undefined) return
      show(picture.track)
      engine.setVisible([{ producerId: picture.producerId, width: 640, height: 360 }])
    })
    void engine.join()
  })
  return { ready: prepare(), measured, leave: () => engine.leave() }
}
