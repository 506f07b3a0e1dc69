import { useEffect } from 'react'
import { useEngine } from '../../app/services.ts'
import type { VisiblePicture } from '../../call/call-engine.ts'
import { type ShownPicture, visiblePictures } from './visible-pictures.ts'

const same = (a: readonly VisiblePicture[], b: readonly VisiblePicture[]): boolean =>
  a.length === b.length &&
  a.every((picture, index) => {
    const other = b[index]
    return (
      picture.producerId === other?.producerId &&
      picture.width === other.width &&
      picture.height === other.height &&
      picture.priority === other.priority
    )
  })

/** Tells the engine what is on screen, whenever that changes; nothing while the page is hidden or the stage is gone. */
export const useVisiblePictures = (shown: readonly ShownPicture[]): void => {
  const engine = useEngine()
  useEffect(() => {
    let last: VisiblePicture[] | undefined
    const tell = (): void => {
      const pictures = visiblePictures(shown, engine.store.getState(), document.hidden)
      if (last !== undefined && same(last, pictures)) return
      last = pictures
      engine.setVisible(pictures)
    }
    tell()
    const unsubscribe = engine.store.subscribe((state, before) => {
      const changed =
        state.participants !== before.participants ||
        state.activeSpeakerId !== before.activeSpeakerId ||
        state.phase !== before.phase
      if (changed) tell()
    })
    document.addEventListener('visibilitychange', tell)
    return () => {
      unsubscribe()
      document.removeEventListener('visibilitychange', tell)
    }
  }, [engine, shown])

  useEffect(() => () => engine.setVisible([]), [engine])
}
