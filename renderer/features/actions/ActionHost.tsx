import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useCall, useEngine, usePlatform, usePolicies } from '../../app/services.ts'
import { StageTheme } from '../../ui/ThemeRoot.tsx'
import { createStageView, StageViewContext, useView } from '../stage/stage-view.ts'
import { type ActionContext, type ActionId, type AppCommands, actionOf, type DisabledReason } from './actions.ts'
import { ariaShortcut, writeShortcut } from './keys.ts'
import { runAction, runMenuAction, tellFailure } from './run-action.ts'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { useKeyBindings } from './use-key-bindings.ts'

const ActionsContext = createContext<ActionContext | undefined>(undefined)

/** Gives every screen inside the actions, and the actions the keyboard and the application menu. Stands around all screens, once. */
export const ActionHost = ({ app, children }: { app: AppCommands; children: ReactNode }) => {
  const engine = useEngine()
  const platform = usePlatform()
  const inMeeting = useCall(({ phase }) => phase === 'joined' || phase === 'reconnecting')
  const [view] = useState(createStageView)
  const context = useMemo(() => ({ engine, platform, view, app }), [engine, platform, view, app])

  useKeyBindings(context)
  useEffect(() => platform.on('menuAction', ({ action }) => void runMenuAction(action, context)), [platform, context])

  return (
    <StageViewContext value={view}>
      <ActionsContext value={context}>
        {children}
        {inMeeting ? (
          <StageTheme>
            <ShortcutsDialog />
          </StageTheme>
        ) : (
          <ShortcutsDialog />
        )}
      </ActionsContext>
    </StageViewContext>
  )
}

export const useActionContext = (): ActionContext => {
  const context = useContext(ActionsContext)
  if (context === undefined) throw new Error('an action is used outside <ActionHost>')
  return context
}

/** Does something that is no action of the registry in the same way: a failure is told. */
export const useRun = (): ((work: (context: ActionContext) => Promise<unknown>) => void) => {
  const context = useActionContext()
  return (work) => {
    work(context).catch((thrown: unknown) => tellFailure(context, thrown))
  }
}

export interface UsableAction {
  available: boolean
  on: boolean
  disabledReason: DisabledReason | undefined
  /** As people read it, where there is one. */
  shortcut: string | undefined
  ariaShortcut: string | undefined
  run(): void
}

/** One action as a control needs it; renders again when its state changes. */
export const useAction = (id: ActionId): UsableAction => {
  const context = useActionContext()
  const action = actionOf(id)
  const { abilities, info } = context.platform
  const view = useView((current) => current)
  const { allows } = usePolicies()
  const available = useCall((call) => action.isAvailable({ call, view, abilities, allows }))
  const on = useCall((call) => action.isOn?.({ call, view, abilities, allows }) ?? false)
  const disabledReason = useCall((call) => action.disabledReason?.({ call, view, abilities, allows }))
  const mac = info.os === 'macos'
  return {
    available,
    on,
    disabledReason,
    shortcut: action.shortcut === undefined ? undefined : writeShortcut(action.shortcut, mac),
    ariaShortcut: action.shortcut === undefined ? undefined : ariaShortcut(action.shortcut, mac),
    run: () => void runAction(action, context),
  }
}
