import { useEffect, useState } from 'react'
import { useView } from './stage-view.ts'

/** On full screen the controls go after this long without pointer or key, ms. */
const HIDE_AFTER = 4000
/** They stay while the pointer or the keyboard's focus is on them, and while a menu or dialog of theirs is open. */
const IN_USE = '[role="menu"], [role="dialog"], [role="alertdialog"], [data-controls]:hover, [data-controls] :focus-visible'

/** Whether the controls are shown: always, but on full screen only for a while after each move. */
export const useControlsShown = (): boolean => {
  const fullScreen = useView((view) => view.fullScreen)
  const [shown, setShown] = useState(true)
  useEffect(() => {
    if (!fullScreen) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = (): void => {
      if (document.querySelector(IN_USE) !== null) wait()
      else setShown(false)
    }
    const wait = (): void => {
      clearTimeout(timer)
      timer = setTimeout(hide, HIDE_AFTER)
    }
    const wake = (): void => {
      setShown(true)
      wait()
    }
    wait()
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const
    for (const event of events) document.addEventListener(event, wake)
    return () => {
      clearTimeout(timer)
      for (const event of events) document.removeEventListener(event, wake)
      setShown(true)
    }
  }, [fullScreen])
  return shown
}
