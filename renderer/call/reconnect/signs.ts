import type { Platform } from '../../platform/platform.ts'
import type { CallEnvironment } from '../environment.ts'
import type { Scope } from '../scope.ts'

export interface SignListener {
  /** The connection will not survive, whatever the socket still believes. */
  onGoing(): void
  /** It is worth trying now. */
  onBack(): void
}

/** What tells of losing and finding the network before the socket does: the network, the computer's sleep, a frozen page. */
export const watchSigns = (
  scope: Scope,
  environment: Pick<CallEnvironment, 'window' | 'document'>,
  platform: Pick<Platform, 'on'>,
  { onGoing, onBack }: SignListener,
): void => {
  scope.listen(environment.window, 'offline', onGoing)
  scope.listen(environment.window, 'online', onBack)
  scope.listen(environment.document, 'freeze', onGoing)
  scope.listen(environment.document, 'resume', onBack)
  scope.subscribe(
    platform.on('power', ({ event }) => {
      if (event === 'suspend') onGoing()
      if (event === 'resume') onBack()
    }),
  )
}
