import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionHost } from '../features/actions/ActionHost.tsx'
import { AdminHost } from '../features/admin/AdminHost.tsx'
import { DiagnosticsDialog } from '../features/diagnostics/DiagnosticsDialog.tsx'
import { MeetingsScreen } from '../features/home/MeetingsScreen.tsx'
import { LobbyScreen } from '../features/lobby/LobbyScreen.tsx'
import { PreJoin } from '../features/pre-join/PreJoin.tsx'
import { SettingsDialog } from '../features/settings/SettingsDialog.tsx'
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx'
import { ConfirmHost } from '../features/sign-in/ConfirmHost.tsx'
import { SignIn } from '../features/sign-in/SignIn.tsx'
import { EndedScreen } from './EndedScreen.tsx'
import { FailedScreen } from './FailedScreen.tsx'
import { LoadingScreen } from './LoadingScreen.tsx'
import { useNavigation, useNavigator } from './navigation.ts'
import { Shell } from './Shell.tsx'
import { SwitchMeetingDialog } from './SwitchMeetingDialog.tsx'
import type { Screen } from './screen.ts'

const loadStage = () => import('../features/stage/Stage.tsx').then(({ Stage }) => ({ default: Stage }))
const Stage = lazy(loadStage)

const AdminScreen = lazy(() => import('../features/admin/AdminScreen.tsx').then((module) => ({ default: module.AdminScreen })))

const RecordingsScreen = lazy(() =>
  import('../features/recordings/RecordingsScreen.tsx').then((module) => ({ default: module.RecordingsScreen })),
)

const Shown = ({ screen }: { screen: Screen }) => {
  switch (screen) {
    case 'signIn':
      return <SignIn />
    case 'meetings':
      return (
        <Shell>
          <MeetingsScreen />
        </Shell>
      )
    case 'recordings':
      return (
        <Shell>
          <RecordingsScreen />
        </Shell>
      )
    case 'settings':
      return (
        <Shell>
          <SettingsScreen />
        </Shell>
      )
    case 'admin':
      return (
        <Shell>
          <AdminScreen />
        </Shell>
      )
    case 'preJoin':
      return <PreJoin />
    case 'lobby':
      return <LobbyScreen />
    case 'stage':
      return <Stage />
    case 'ended':
      return <EndedScreen />
    case 'failed':
      return <FailedScreen />
  }
}

/** The screen of the moment. When it changes, its heading takes the focus, so that a screen reader says where one is. */
export const Screens = () => {
  const { t } = useTranslation()
  const screen = useNavigation((state) => state.screen)
  const navigation = useNavigator()
  const last = useRef(screen)
  const commands = useMemo(
    () => ({
      openSettings: () => navigation.openSettings(),
      openDiagnostics: () => navigation.openDiagnostics(),
      newMeeting: () => navigation.openNewMeeting(),
    }),
    [navigation],
  )

  useEffect(() => {
    if (screen === 'preJoin') void loadStage()
    if (last.current === screen) return
    last.current = screen
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [screen])

  return (
    <ActionHost app={commands}>
      <ConfirmHost>
        <AdminHost>
          <Suspense fallback={<LoadingScreen label={t('common.loading')} />}>
            <Shown screen={screen} />
          </Suspense>
        </AdminHost>
        <SettingsDialog />
        <DiagnosticsDialog />
        <SwitchMeetingDialog />
      </ConfirmHost>
    </ActionHost>
  )
}
