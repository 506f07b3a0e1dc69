import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { mayIn } from '../../call/moderation/denial-in.ts'
import { StageTheme } from '../../ui/ThemeRoot.tsx'
import { ChatPanel } from '../chat/ChatPanel.tsx'
import { EncryptionPanel } from '../encryption/EncryptionPanel.tsx'
import { FingerprintDialog } from '../encryption/FingerprintDialog.tsx'
import { LobbyToast } from '../lobby/LobbyToast.tsx'
import { Banner } from '../notices/Banner.tsx'
import { RequestDialog } from '../notices/RequestDialog.tsx'
import { Toasts } from '../notices/Toasts.tsx'
import { LogPanel } from '../options/LogPanel.tsx'
import { SetupInMeeting } from '../options/MeetingSetupDialog.tsx'
import { OptionsPanel } from '../options/OptionsPanel.tsx'
import { ConfirmPersonDialog } from '../people/ConfirmPersonDialog.tsx'
import { PeoplePanel } from '../people/PeoplePanel.tsx'
import { ConsentDialog } from '../recording/ConsentDialog.tsx'
import { RecordingAnnouncer } from '../recording/RecordingAnnouncer.tsx'
import { RecordingBadge } from '../recording/RecordingBadge.tsx'
import { RecordingPanel } from '../recording/RecordingPanel.tsx'
import { useContentProtection } from '../recording/use-content-protection.ts'
import { ScreenPicker } from '../share/ScreenPicker.tsx'
import { EndMeetingDialog } from '../toolbar/EndMeetingDialog.tsx'
import { Toolbar } from '../toolbar/Toolbar.tsx'
import { StageArea } from './StageArea.tsx'
import { beginView, useStageView, useView } from './stage-view.ts'
import { TopStrip } from './TopStrip.tsx'
import { useControlsShown } from './use-controls-shown.ts'
import { useFullScreen } from './use-full-screen.ts'

const useStyles = makeStyles({
  root: {
    position: 'fixed',
    inset: 0,
    display: 'flex',
    flexDirection: 'column',
    overflow: 'hidden',
    colorScheme: 'dark',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  main: {
    flexGrow: 1,
    minHeight: 0,
    display: 'flex',
    padding: `0 ${tokens.spacingHorizontalM}`,
    '@media (max-width: 699px)': { padding: `0 ${tokens.spacingHorizontalS}` },
  },
  over: { position: 'absolute', left: 0, right: 0, zIndex: 2, backgroundColor: 'rgba(18, 20, 21, 0.88)' },
  top: { top: 0 },
  bottom: { bottom: 0 },
  below: { ':not(:empty)': { paddingTop: '44px' } },
  hidden: { visibility: 'hidden' },
  quiet: { cursor: 'none' },
})

/** Panels of those who lead the meeting close when somebody else leads it. */
const useRightfulPanel = (): void => {
  const view = useStageView()
  const panel = useView((state) => state.panel)
  const denied = useCall(
    (state) => (panel === 'options' && !mayIn(state, 'changeOptions')) || (panel === 'log' && !mayIn(state, 'readLog')),
  )
  useEffect(() => {
    if (denied) view.setState({ panel: undefined })
  }, [denied, view])
}

/** The meeting itself: who is there, what they show, and one's own controls. Always dark, so that faces carry the light. */
export const Stage = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const panel = useView((state) => state.panel)
  const fullScreen = useView((state) => state.fullScreen)
  const controlsShown = useControlsShown()
  useFullScreen()
  useRightfulPanel()
  useContentProtection()

  useEffect(() => {
    beginView(view)
    return () => beginView(view)
  }, [view])

  return (
    <StageTheme>
      {/* A class of the theme's own element would also lie on every menu and tooltip, which it carries the theme to. */}
      <div className={mergeClasses(styles.root, !controlsShown && styles.quiet)}>
        <div className={mergeClasses(fullScreen && styles.over, styles.top, !controlsShown && styles.hidden)} data-controls>
          <TopStrip />
        </div>
        {/* In full screen the strip lies over what is below it; what has to be read does not. */}
        <div className={mergeClasses(fullScreen && styles.below)}>
          <Banner />
        </div>
        {fullScreen && !controlsShown ? <RecordingBadge floating /> : null}
        <main className={styles.main} aria-label={t('stage.region')}>
          <StageArea />
          {panel === 'people' ? <PeoplePanel /> : null}
          {panel === 'chat' ? <ChatPanel /> : null}
          {panel === 'encryption' ? <EncryptionPanel /> : null}
          {panel === 'options' ? <OptionsPanel /> : null}
          {panel === 'log' ? <LogPanel /> : null}
          {panel === 'recording' ? <RecordingPanel /> : null}
        </main>
        <div className={mergeClasses(fullScreen && styles.over, styles.bottom, !controlsShown && styles.hidden)} data-controls>
          <Toolbar />
        </div>
        <Toasts />
        <RecordingAnnouncer />
        <LobbyToast />
      </div>
      <ScreenPicker />
      <EndMeetingDialog />
      <ConfirmPersonDialog />
      <RequestDialog />
      <ConsentDialog />
      <FingerprintDialog />
      <SetupInMeeting />
    </StageTheme>
  )
}
