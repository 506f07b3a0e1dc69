import { useEffect } from 'react'
import { usePlatform } from '../../app/services.ts'
import { useStageView } from './stage-view.ts'

/** Keeps the view's `fullScreen` true to the window, which a person can also bring back by Esc; leaves full screen with the stage. */
export const useFullScreen = (): void => {
  const platform = usePlatform()
  const view = useStageView()
  useEffect(() => {
    const leave = (): void => {
      if (!view.getState().fullScreen) return
      view.setState({ fullScreen: false })
      void platform.setFullScreen(false)
    }
    const onChange = (): void => {
      if (document.fullscreenElement === null) view.setState({ fullScreen: false })
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && view.getState().panel === undefined) leave()
    }
    document.addEventListener('fullscreenchange', onChange)
    document.addEventListener('keydown', onKeyDown)
    return () => {
      document.removeEventListener('fullscreenchange', onChange)
      document.removeEventListener('keydown', onKeyDown)
      leave()
    }
  }, [platform, view])
}
