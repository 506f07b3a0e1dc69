import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { BuildingRegular } from '@fluentui/react-icons/svg/building'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { HandRightOffRegular } from '@fluentui/react-icons/svg/hand-right-off'
import { MicRegular } from '@fluentui/react-icons/svg/mic'
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off'
import { MicProhibitedRegular } from '@fluentui/react-icons/svg/mic-prohibited'
import { PersonAccountsRegular } from '@fluentui/react-icons/svg/person-accounts'
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected'
import { ShareScreenStopRegular } from '@fluentui/react-icons/svg/share-screen-stop'
import { ShieldRegular } from '@fluentui/react-icons/svg/shield'
import { ShieldErrorRegular } from '@fluentui/react-icons/svg/shield-error'
import { VideoRegular } from '@fluentui/react-icons/svg/video'
import { VideoOffRegular } from '@fluentui/react-icons/svg/video-off'
import { VideoProhibitedRegular } from '@fluentui/react-icons/svg/video-prohibited'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import { WifiWarningRegular } from '@fluentui/react-icons/svg/wifi-warning'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { OptionName } from '#shared/meeting/options.ts'
import { useCall, useEngine, usePlatform } from '../../app/services.ts'
import type { ModerationNotice } from '../../call/call-state.ts'
import { mayIn, selfIn } from '../../call/moderation/denial-in.ts'
import { useFormat } from '../../ui/use-format.ts'
import { useNow } from '../../ui/use-now.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { useKeysLate } from '../encryption/use-keys-late.ts'
import { useOptionWords } from '../options/use-option-words.ts'
import { RecordingBanner } from '../recording/RecordingBanner.tsx'
import { useStageView } from '../stage/stage-view.ts'
import { useSpeakingWhileMuted } from '../toolbar/use-speaking-while-muted.ts'
import { BannerFrame } from './BannerFrame.tsx'
import { type BannerContent, bannerOf, dismissalOf, doneTo } from './banner-kind.ts'

const useStyles = makeStyles({
  time: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
})

const Reconnecting = ({ until }: { until: number }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const seconds = Math.max(0, Math.ceil((until - useNow(1000)) / 1000))
  return (
    <BannerFrame icon={<ArrowSyncRegular />} told="atOnce">
      {t('notices.reconnecting')} {/* Told once, and not again with each second. */}
      <span className={styles.time} aria-live="off">
        {t('notices.reconnectingTime', { count: seconds })}
      </span>
    </BannerFrame>
  )
}

const MODERATED_ICONS: Partial<Record<ModerationNotice['what'], ReactElement>> = {
  muted: <MicOffRegular />,
  microphoneHeldBack: <MicProhibitedRegular />,
  microphoneAllowed: <MicRegular />,
  cameraStopped: <VideoOffRegular />,
  cameraHeldBack: <VideoProhibitedRegular />,
  cameraAllowed: <VideoRegular />,
  shareStopped: <ShareScreenStopRegular />,
  handLowered: <HandRightOffRegular />,
}

/** What others did, by name, and the way to undo it where there is one. */
const Moderated = ({ notice: last, dismiss }: { notice: ModerationNotice; dismiss: ReactNode }) => {
  const { t } = useTranslation()
  const engine = useEngine()
  const run = useRun()
  const done = useCall(useShallow(doneTo))
  const maySpeak = useCall((state) => mayIn(state, 'speak') && state.local.microphone.state !== 'on')
  const textOf = ({ what, by, role }: ModerationNotice): string => {
    const name = by === '' ? t('encrypted.unknownName') : by
    if (what === 'roleChanged') return t(`moderated.roleChanged.${role ?? 'attendee'}`, { name })
    if (what === 'microphoneRequested' || what === 'cameraRequested') return ''
    return t(`moderated.${what}`, { name })
  }
  const unmute = maySpeak && done.some(({ what }) => what === 'muted' || what === 'microphoneAllowed')
  return (
    <BannerFrame
      icon={MODERATED_ICONS[last.what] ?? <PersonAccountsRegular />}
      actions={
        <>
          {unmute ? <Button onClick={() => run(() => engine.setMicrophone(true))}>{t('moderated.unmute')}</Button> : null}
          {dismiss}
        </>
      }
    >
      {done.map((notice) => (
        <div key={notice.id}>{textOf(notice)}</div>
      ))}
    </BannerFrame>
  )
}

/** Which options of this meeting are no longer as the organisers left them. */
const Ruled = ({ options, dismiss }: { options: readonly OptionName[]; dismiss: ReactNode }) => {
  const { t } = useTranslation()
  const words = useOptionWords()
  const format = useFormat()
  const view = useStageView()
  const effective = useCall((state) => state.options)
  const shown = options.filter((name) => !effective[name].hidden)
  return (
    <BannerFrame
      icon={<BuildingRegular />}
      actions={
        <>
          {shown.length === 0 ? null : (
            <Button onClick={() => view.setState({ panel: 'options' })}>{t('notices.showOptions')}</Button>
          )}
          {dismiss}
        </>
      }
    >
      {shown.length === 0
        ? t('notices.ruledHidden')
        : t('notices.ruled', { options: format.list(shown.map((name) => words.name(name))) })}
    </BannerFrame>
  )
}

const Content = ({ banner, onDismiss }: { banner: BannerContent; onDismiss(): void }) => {
  const { t } = useTranslation()
  const engine = useEngine()
  const platform = usePlatform()
  const dismiss = <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('notices.dismiss')} onClick={onDismiss} />
  switch (banner.kind) {
    case 'reconnecting':
      return <Reconnecting until={banner.until} />
    case 'withoutKeys':
      return banner.lost ? (
        <BannerFrame
          icon={<ShieldErrorRegular />}
          told="atOnce"
          actions={<Button onClick={() => void engine.leave()}>{t('encrypted.banner.leave')}</Button>}
        >
          {t('encrypted.banner.lost')}
        </BannerFrame>
      ) : (
        <BannerFrame icon={<ShieldRegular />}>{t('encrypted.banner.settling')}</BannerFrame>
      )
    case 'recording':
      return <RecordingBanner active={banner.active} refused={banner.refused} dismiss={dismiss} />
    case 'moderated':
      return <Moderated notice={banner.notice} dismiss={dismiss} />
    case 'ruled':
      return <Ruled options={banner.notice.options ?? []} dismiss={dismiss} />
    case 'deviceLost': {
      const { name } = banner.notice
      return (
        <BannerFrame icon={<PlugDisconnectedRegular />} actions={dismiss} told="atOnce">
          {name === undefined ? t('notices.deviceLostUnnamed') : t('notices.deviceLost', { name })}
        </BannerFrame>
      )
    }
    case 'blocked': {
      const { source, code } = banner
      const denied = code === 'MICROPHONE_DENIED' || code === 'SCREEN_DENIED'
      const settings = denied && platform.abilities.mediaSettings.includes(source)
      return (
        <BannerFrame
          icon={<WarningRegular />}
          told="atOnce"
          actions={
            <>
              {settings ? (
                <Button onClick={() => void platform.media.openSettings(source)}>{t('preJoin.openSettings')}</Button>
              ) : source === 'microphone' ? (
                <Button onClick={() => void engine.setMicrophone(true)}>{t('common.retry')}</Button>
              ) : null}
              {dismiss}
            </>
          }
        >
          {t(`error.${code}.title`)}. {t(`error.${code}.action`)}
        </BannerFrame>
      )
    }
    case 'mutedSpeaking':
      return (
        <BannerFrame
          icon={<MicOffRegular />}
          actions={
            <>
              <Button onClick={() => void engine.setMicrophone(true)}>{t('notices.unmute')}</Button>
              {dismiss}
            </>
          }
        >
          {t('notices.mutedSpeaking')}
        </BannerFrame>
      )
    case 'ownQuality':
      return (
        <BannerFrame icon={<WifiWarningRegular />} actions={dismiss}>
          {t('notices.ownQuality')}
        </BannerFrame>
      )
  }
}

/** The one banner under the top strip, if there is anything to state. */
export const Banner = () => {
  const engine = useEngine()
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set())
  const { speaking, dismiss: dismissSpeaking } = useSpeakingWhileMuted()
  const keysLate = useKeysLate()
  const banner = useCall(useShallow((state) => bannerOf(state, { speakingWhileMuted: speaking, dismissed, keysLate })))
  const poor = useCall(({ participants, selfId }) => participants.some(({ id, quality }) => id === selfId && quality === 'poor'))

  // A connection that was good in between is news again when it is not.
  useEffect(() => {
    if (poor) return
    setDismissed((before) => {
      if (!before.has('ownQuality')) return before
      const next = new Set(before)
      next.delete('ownQuality')
      return next
    })
  }, [poor])

  // Of what somebody has to be told again, the notice comes back.
  const untold = useCall((state) => selfIn(state)?.recorded?.told === false)
  useEffect(() => {
    if (untold) setDismissed((before) => new Set([...before].filter((key) => !key.startsWith('recording '))))
  }, [untold])

  if (banner === undefined) return null
  const dismiss = (): void => {
    if (banner.kind === 'deviceLost' || banner.kind === 'ruled') engine.dismissNotice(banner.notice.id)
    else if (banner.kind === 'moderated') engine.dismissModeration(banner.notice.id)
    else if (banner.kind === 'mutedSpeaking') dismissSpeaking()
    else setDismissed((before) => new Set([...before, dismissalOf(banner)]))
  }
  return <Content key={dismissalOf(banner)} banner={banner} onDismiss={dismiss} />
}
