import { useEffect } from 'react'
import { usePlatform } from '../../app/services.ts'
import { useStageView } from './stage-view.ts'

/** Keeps the view's `fullScreen` true to the window, which a person can also change by Esc or the system's own ways; leaves full screen with the stage. */
export const useFullScreen = (): void => {
  const platform = usePlatform()
  const view = useStageView()
  useEffect(() => {
    const leave = (): void => {
      if (!view.getState().fullScreen) return
      view.setState({ fullScreen: false })
      void platform.setFullScreen(false)
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && view.getState().panel === undefined) leave()
    }
    const unsubscribe = platform.on('fullScreenChanged', ({ on }) => view.setState({ fullScreen: on }))
    document.addEventListener('keydown', onKeyDown)
    return () => {
      unsubscribe()
      document.removeEventListener('keydown', onKeyDown)
      leave()
    }
  }, [platform, view])
}
