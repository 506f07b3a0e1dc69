import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { HandRightFilled, HandRightRegular } from '@fluentui/react-icons/svg/hand-right'
import { MicFilled } from '@fluentui/react-icons/svg/mic'
import { MicOffFilled } from '@fluentui/react-icons/svg/mic-off'
import { MicProhibitedFilled } from '@fluentui/react-icons/svg/mic-prohibited'
import { PeopleFilled, PeopleRegular } from '@fluentui/react-icons/svg/people'
import { ShareScreenStartFilled, ShareScreenStartRegular } from '@fluentui/react-icons/svg/share-screen-start'
import { VideoFilled } from '@fluentui/react-icons/svg/video'
import { VideoOffFilled } from '@fluentui/react-icons/svg/video-off'
import { VideoProhibitedFilled } from '@fluentui/react-icons/svg/video-prohibited'
import { WarningFilled } from '@fluentui/react-icons/svg/warning'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { waitingIn } from '../../call/moderation/waiting-in.ts'
import { useFormat } from '../../ui/use-format.ts'
import { type UsableAction, useAction } from '../actions/ActionHost.tsx'
import { ChatButton } from '../chat/ChatButton.tsx'
import { ControlButton, HintPlace } from './ControlButton.tsx'
import { DeviceMenu } from './DeviceMenu.tsx'
import { LeaveButton } from './LeaveButton.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { ReactionsButton } from './ReactionsButton.tsx'

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: `8px 24px`,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    '@media (max-width: 699px)': { gap: '8px 16px', padding: tokens.spacingHorizontalS },
  },
  group: { display: 'flex', alignItems: 'center', gap: '8px' },
  pair: {
    display: 'flex',
    alignItems: 'center',
    borderRadius: '4px',
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `0 0 0 1px ${tokens.colorTransparentStroke}`,
  },
  blocked: {
    position: 'absolute',
    right: '-16px',
    top: '-4px',
    fontSize: '16px',
    // Amber that is read on the light ground of what is off.
    color: '#8a5300',
    '@media (forced-colors: active)': { color: 'HighlightText' },
  },
  count: {
    position: 'absolute',
    left: '16px',
    top: '-8px',
    minWidth: '16px',
    boxSizing: 'border-box',
    padding: '0 4px',
    borderRadius: '8px',
    textAlign: 'center',
    fontSize: '11px',
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    color: '#ffffff',
    backgroundColor: '#474d4f',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  /** Amber: somebody waits in the lobby. */
  waiting: { color: '#1d1400', backgroundColor: '#f2c661' },
})

const withShortcut = (hint: string, { shortcut }: UsableAction): string =>
  shortcut === undefined ? hint : `${hint} (${shortcut})`

const MicrophoneButton = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const action = useAction('toggleMicrophone')
  const state = useCall(({ local }) => local.microphone.state)
  const failure = useCall(({ local }) => local.microphone.failure)
  const talking = useCall(({ talkingWhileMuted }) => talkingWhileMuted)
  if (!action.available) return null
  const live = state === 'on' || talking
  const hint =
    action.disabledReason !== undefined
      ? t(`actions.reason.${action.disabledReason}`)
      : failure === undefined
        ? t(
            state === 'starting'
              ? 'toolbar.hint.microphoneStarting'
              : action.on
                ? 'toolbar.hint.microphoneOn'
                : 'toolbar.hint.microphoneOff',
          )
        : t(`error.${failure.code}.title`)
  return (
    <div className={styles.pair}>
      <ControlButton
        icon={live ? <MicFilled /> : action.disabledReason === undefined ? <MicOffFilled /> : <MicProhibitedFilled />}
        mark={state === 'blocked' ? <WarningFilled className={styles.blocked} /> : undefined}
        label={t('toolbar.microphone')}
        hint={action.disabledReason === undefined ? withShortcut(hint, action) : hint}
        tone={live ? 'plain' : action.disabledReason === undefined ? 'off' : 'plain'}
        joined
        aria-pressed={action.on}
        aria-disabled={action.disabledReason !== undefined}
        aria-keyshortcuts={action.ariaShortcut}
        onClick={action.run}
      />
      <DeviceMenu of="microphone" />
    </div>
  )
}

const CameraButton = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const action = useAction('toggleCamera')
  const state = useCall(({ local }) => local.camera.state)
  const failure = useCall(({ local }) => local.camera.failure)
  if (!action.available) return null
  const hint =
    action.disabledReason !== undefined
      ? t(`actions.reason.${action.disabledReason}`)
      : failure === undefined
        ? t(state === 'starting' ? 'toolbar.hint.cameraStarting' : action.on ? 'toolbar.hint.cameraOn' : 'toolbar.hint.cameraOff')
        : t(`error.${failure.code}.title`)
  return (
    <div className={styles.pair}>
      <ControlButton
        icon={
          state === 'on' ? <VideoFilled /> : action.disabledReason === undefined ? <VideoOffFilled /> : <VideoProhibitedFilled />
        }
        mark={state === 'blocked' ? <WarningFilled className={styles.blocked} /> : undefined}
        label={t('toolbar.camera')}
        hint={action.disabledReason === undefined ? withShortcut(hint, action) : hint}
        tone={state === 'on' || action.disabledReason !== undefined ? 'plain' : 'off'}
        joined
        aria-pressed={action.on}
        aria-disabled={action.disabledReason !== undefined}
        aria-keyshortcuts={action.ariaShortcut}
        onClick={action.run}
      />
      <DeviceMenu of="camera" />
    </div>
  )
}

interface SwitchButtonProps {
  actionId: 'toggleShare' | 'toggleHand'
  label: string
  hints: { on: string; off: string }
  icons: { on: ReactElement; off: ReactElement }
}

const SwitchButton = ({ actionId, label, hints, icons }: SwitchButtonProps) => {
  const { t } = useTranslation()
  const action = useAction(actionId)
  if (!action.available) return null
  const hint = action.on ? hints.on : hints.off
  return (
    <ControlButton
      icon={action.on ? icons.on : icons.off}
      label={label}
      hint={action.disabledReason === undefined ? withShortcut(hint, action) : t(`actions.reason.${action.disabledReason}`)}
      tone={action.on ? 'on' : 'plain'}
      aria-pressed={action.on}
      aria-disabled={action.disabledReason !== undefined}
      aria-keyshortcuts={action.ariaShortcut}
      onClick={action.run}
    />
  )
}

const PeopleButton = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const action = useAction('togglePeople')
  const count = useCall(({ participants }) => participants.length)
  const waiting = useCall((state) => waitingIn(state).length)
  return (
    <ControlButton
      icon={action.on ? <PeopleFilled /> : <PeopleRegular />}
      mark={
        waiting > 0 ? (
          <span className={mergeClasses(styles.count, styles.waiting)} data-waiting-count={waiting}>
            {format.number(waiting)}
          </span>
        ) : (
          <span className={styles.count}>{format.number(count)}</span>
        )
      }
      label={t('toolbar.people')}
      hint={withShortcut(
        [t('toolbar.peopleCount', { count }), waiting > 0 && t('toolbar.peopleWaiting', { count: waiting })]
          .filter(Boolean)
          .join(', '),
        action,
      )}
      tone={action.on ? 'on' : 'plain'}
      aria-pressed={action.on}
      aria-keyshortcuts={action.ariaShortcut}
      data-opens="people"
      onClick={action.run}
    />
  )
}

/** One's own controls. What the role may not do is not there; what cannot be done just now says why. */
export const Toolbar = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const [bar, setBar] = useState<HTMLElement | null>(null)
  return (
    <section ref={setBar} className={styles.bar} aria-label={t('toolbar.region')} data-region>
      {/* A hint that gets its place only after it is made would leave an empty element in the page. */}
      {bar === null ? null : (
        <HintPlace value={bar}>
          <div className={styles.group}>
            <MicrophoneButton />
            <CameraButton />
            <SwitchButton
              actionId="toggleShare"
              label={t('toolbar.share')}
              hints={{ on: t('toolbar.hint.shareOn'), off: t('toolbar.hint.shareOff') }}
              icons={{ on: <ShareScreenStartFilled />, off: <ShareScreenStartRegular /> }}
            />
            <SwitchButton
              actionId="toggleHand"
              label={t('toolbar.hand')}
              hints={{ on: t('toolbar.hint.handOn'), off: t('toolbar.hint.handOff') }}
              icons={{ on: <HandRightFilled />, off: <HandRightRegular /> }}
            />
          </div>
          <div className={styles.group}>
            <ReactionsButton />
            <PeopleButton />
            <ChatButton />
            <MoreMenu />
            <div className={styles.pair}>
              <LeaveButton />
            </div>
          </div>
        </HintPlace>
      )}
    </section>
  )
}
