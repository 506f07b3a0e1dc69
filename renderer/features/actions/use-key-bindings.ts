import { useEffect } from 'react'
import type { ActionContext } from './actions.ts'
import { nextRegion, usesSpace } from './keys.ts'
import { actionForKey, runAction } from './run-action.ts'

const REGION = '[data-region]'
const FOCUSABLE =
  'button:not(:disabled):not([tabindex="-1"]), [href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/** To the next of the page's regions (elements with `data-region`), where the focus lands on the first thing that takes it. */
const focusRegion = (backwards: boolean): void => {
  const regions = [...document.querySelectorAll<HTMLElement>(REGION)]
  const current = regions.findIndex((region) => region.contains(document.activeElement))
  const region = regions[nextRegion(current, regions.length, backwards)]
  if (region === undefined) return
  const first = region.querySelector<HTMLElement>(FOCUSABLE)
  if (first === null) region.tabIndex = -1
  ;(first ?? region).focus()
}

/** A dialog or an open menu has the keyboard for itself. */
const isElsewhere = (focused: Element | null): boolean =>
  focused !== null && focused.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null

/** The keyboard, for as long as the page is shown: shortcuts, F6 round the regions, and Space held to talk while muted. */
export const useKeyBindings = (context: ActionContext): void => {
  useEffect(() => {
    const { engine, platform } = context
    const mac = platform.info.os === 'macos'
    let talking = false

    const stopTalking = (): void => {
      if (!talking) return
      talking = false
      void engine.setTalkingWhileMuted(false)
    }

    const onSpace = (event: KeyboardEvent): void => {
      const { phase, local } = engine.store.getState()
      if (phase !== 'joined' || local.microphone.state !== 'off' || usesSpace(document.activeElement)) return
      event.preventDefault()
      if (event.repeat || talking) return
      talking = true
      void engine.setTalkingWhileMuted(true)
    }

    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      if (event.key === ' ' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
        if (!isElsewhere(document.activeElement)) onSpace(event)
        return
      }
      if (event.key === 'F6') {
        event.preventDefault()
        focusRegion(event.shiftKey)
        return
      }
      const action = actionForKey(event, document.activeElement, mac)
      if (action === undefined || (action.shortcut?.mod !== true && isElsewhere(document.activeElement))) return
      if (event.repeat) event.preventDefault()
      else if (runAction(action, context)) event.preventDefault()
    }

    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key === ' ') stopTalking()
    }
    const onHidden = (): void => {
      if (document.hidden) stopTalking()
    }

    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('keyup', onKeyUp)
    document.addEventListener('visibilitychange', onHidden)
    // A key let go over another window is never heard of.
    window.addEventListener('blur', stopTalking)
    return () => {
      stopTalking()
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('keyup', onKeyUp)
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('blur', stopTalking)
    }
  }, [context])
}
