/** The one way in which an action is carried out, whatever asked for it. */
import { toParleyError } from '#shared/errors.ts'
import { type Action, type ActionContext, actionOf, actions, isActionId, type Situation } from './actions.ts'
import { type KeyPress, matches, takesText } from './keys.ts'

const situationOf = ({ engine, platform, view }: ActionContext): Situation => ({
  call: engine.store.getState(),
  view: view.getState(),
  abilities: platform.abilities,
  allows: platform.policies.current().allows,
})

/** A failure becomes the view's `outcome`. */
export const tellFailure = ({ view }: ActionContext, thrown: unknown): void =>
  view.setState({ outcome: { kind: 'failed', code: toParleyError(thrown).code, at: Date.now() } })

/** Does nothing, and says so with false, where the action is not available now. A failure becomes the view's `outcome`. */
export const runAction = (action: Action, context: ActionContext): boolean => {
  const situation = situationOf(context)
  if (!action.isAvailable(situation) || action.disabledReason?.(situation) !== undefined) return false
  const fail = (thrown: unknown): void => tellFailure(context, thrown)
  try {
    Promise.resolve(action.run(context)).catch(fail)
  } catch (thrown) {
    fail(thrown)
  }
  return true
}

/** An entry of the application menu. */
export const runMenuAction = (id: string, context: ActionContext): boolean => isActionId(id) && runAction(actionOf(id), context)

/** The action that a key asks for while `focused` has the focus; undefined where the key is not for us. */
export const actionForKey = (press: KeyPress, focused: Element | null, mac: boolean): Action | undefined =>
  actions.find(({ shortcut }) => {
    if (shortcut === undefined || !matches(shortcut, press, mac)) return false
    return shortcut.mod === true || shortcut.key === 'Escape' || !takesText(focused)
  })
