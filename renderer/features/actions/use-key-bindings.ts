import { useEffect } from 'react'
import { mayIn } from '../../call/moderation/denial-in.ts'
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
const isElsewhere = (target: Element | null): boolean =>
  target !== null && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null

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

    const onSpace = (event: KeyboardEvent, target: Element | null): void => {
      const { phase, local } = engine.store.getState()
      if (phase !== 'joined' || local.microphone.state !== 'off' || usesSpace(target)) return
      if (!mayIn(engine.store.getState(), 'speak') || !platform.policies.current().allows.microphone) return
      event.preventDefault()
      if (event.repeat || talking) return
      talking = true
      void engine.setTalkingWhileMuted(true)
    }

    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      // Not the focused element: a menu that this very key has closed has given the focus back already.
      const target = event.target instanceof Element ? event.target : null
      if (event.key === ' ' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
        if (!isElsewhere(target)) onSpace(event, target)
        return
      }
      if (event.key === 'F6') {
        event.preventDefault()
        focusRegion(event.shiftKey)
        return
      }
      const action = actionForKey(event, target, mac)
      if (action === undefined || (action.shortcut?.mod !== true && isElsewhere(target))) return
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
