import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useCall, useEngine } from '../../app/services.ts'
import type { CallState } from '../../call/call-state.ts'
import { CodeChangedToast } from '../encryption/CodeChangedToast.tsx'
import { useStageView, useView } from '../stage/stage-view.ts'
import { expiredOf, isLasting, TOAST_SHOWN_FOR, type Toast, toastsOf } from './toast-groups.ts'
import { useJoinNotification } from './use-join-notification.ts'

const useStyles = makeStyles({
  list: {
    position: 'absolute',
    zIndex: 4,
    left: tokens.spacingHorizontalL,
    bottom: '92px',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalS,
    maxWidth: 'min(360px, calc(100% - 32px))',
    pointerEvents: 'none',
    '@media (max-width: 699px)': { left: tokens.spacingHorizontalS, bottom: '124px' },
  },
  toast: {
    boxSizing: 'border-box',
    maxWidth: '100%',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: '4px',
    overflowWrap: 'anywhere',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow8,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  failed: { borderLeft: '4px solid #f2c661' },
})

/** In an encrypted meeting, that people come and go is told with the code that it changes, by the names that were verified. */
const toldIn = ({ notices, encryption }: CallState): CallState['notices'] =>
  encryption === undefined ? notices : notices.filter(({ kind }) => kind !== 'participantJoined' && kind !== 'participantLeft')

const useToastText = (): ((toast: Toast) => string) => {
  const { t } = useTranslation()
  return ({ kind, name = t('notices.somebody'), more }) => {
    switch (kind) {
      case 'participantJoined':
        return more === 0 ? t('notices.joined', { name }) : t('notices.joinedMore', { name, count: more })
      case 'participantLeft':
        return more === 0 ? t('notices.left', { name }) : t('notices.leftMore', { name, count: more })
      case 'participantRemoved':
        return t('notices.removed', { name })
      case 'handRaised':
        return more === 0 ? t('notices.handRaised', { name }) : t('notices.handRaisedMore', { name, count: more })
      case 'deviceChanged':
        return t('notices.deviceChanged', { name })
      case 'shareEnded':
        return t('notices.shareEnded')
    }
  }
}

/** The time at which the toasts are looked at; moves on when the next one has been there long enough. */
const useToastTime = (): number => {
  const engine = useEngine()
  const notices = useCall((state) => state.notices)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const at = Date.now()
    setNow(at)
    for (const id of expiredOf(notices, at)) engine.dismissNotice(id)
    const waiting = notices.filter(({ kind }) => !isLasting(kind)).map((notice) => notice.at + TOAST_SHOWN_FOR)
    if (waiting.length === 0) return
    const timer = setTimeout(
      () => {
        const later = Date.now()
        setNow(later)
        for (const id of expiredOf(notices, later)) engine.dismissNotice(id)
      },
      Math.max(0, Math.min(...waiting) - at) + 1,
    )
    return () => clearTimeout(timer)
  }, [notices, engine])
  return now
}

/** What one's own action came to, for as long as a toast. */
const OutcomeToast = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const outcome = useView((state) => state.outcome)
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => view.setState({ outcome: undefined }), TOAST_SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [outcome, view])
  if (outcome === undefined) return null
  const failed = outcome.kind === 'failed'
  const text = failed ? `${t(`error.${outcome.code}.title`)}. ${t(`error.${outcome.code}.action`)}` : t(`notices.${outcome.kind}`)
  return <div className={mergeClasses(styles.toast, (failed || outcome.kind === 'linkNotCopied') && styles.failed)}>{text}</div>
}

/** Short lines about what others did, and what came of one's own actions. */
export const Toasts = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const textOf = useToastText()
  const now = useToastTime()
  const notices = useCall(useShallow(toldIn))
  useJoinNotification()
  return (
    <div className={styles.list} role="log" aria-live="polite" aria-relevant="additions text" aria-label={t('notices.region')}>
      <CodeChangedToast className={styles.toast} />
      {toastsOf(notices, now).map((toast) => (
        <div key={`${toast.kind} ${toast.ids[0]}`} className={styles.toast}>
          {textOf(toast)}
        </div>
      ))}
      <OutcomeToast />
    </div>
  )
}
