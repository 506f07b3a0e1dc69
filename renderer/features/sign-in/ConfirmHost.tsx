import { Dialog, DialogSurface } from '@fluentui/react-components'
import { type ReactNode, useCallback, useRef, useState } from 'react'
import { ParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'
import { ConfirmQuestion } from './ConfirmQuestion.tsx'
import { ConfirmContext } from './confirmed.ts'

/** Has a dialog for whatever inside needs the person to confirm that it is them. One question at a time answers all who ask. */
export const ConfirmHost = ({ children }: { children: ReactNode }) => {
  const { identity } = usePlatform()
  const [open, setOpen] = useState(false)
  const asked = useRef<PromiseWithResolvers<void> | undefined>(undefined)

  const confirm = useCallback((): Promise<void> => {
    asked.current ??= Promise.withResolvers<void>()
    setOpen(true)
    return asked.current.promise
  }, [])

  const answer = (confirmed: boolean): void => {
    setOpen(false)
    if (confirmed) asked.current?.resolve()
    else asked.current?.reject(new ParleyError('SIGN_IN_CANCELLED'))
    asked.current = undefined
  }

  /** What already runs in the browser is stopped, and says so itself. */
  const dismiss = (): void => {
    const state = identity.current()
    if (state.state === 'signedIn' && state.confirming !== undefined) void identity.cancel().catch(() => undefined)
    else answer(false)
  }

  return (
    <ConfirmContext value={confirm}>
      {children}
      <Dialog modalType="alert" open={open} onOpenChange={dismiss}>
        <DialogSurface>{open ? <ConfirmQuestion onAnswer={answer} /> : undefined}</DialogSurface>
      </Dialog>
    </ConfirmContext>
  )
}
