import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Release, UpdateProgress, UpdateState } from '#shared/updates/update-state.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useNow } from '../../ui/use-now.ts'
import { SettingsGroup } from '../settings/SettingsGroup.tsx'
import { useUpdateState, useUpdateSteps } from './use-updates.ts'

const useStyles = makeStyles({
  part: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: '14px 24px',
    '@container (max-width: 520px)': { padding: '12px 16px' },
  },
  note: { color: tokens.colorNeutralForeground3 },
  notes: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

const MINUTE = 60_000

const useHeadline = (): ((progress: UpdateProgress) => string) => {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(MINUTE)
  return (progress) => {
    switch (progress.state) {
      case 'off':
        return t(`updates.off.${progress.reason}`)
      case 'current':
        return progress.checkedAt === undefined
          ? t('updates.neverChecked')
          : t('updates.current', { when: format.ago(progress.checkedAt, now) })
      case 'checking':
        return t('updates.checking')
      case 'failed':
        return t('updates.failed', { when: format.ago(progress.checkedAt, now) })
      case 'downloading':
        return t('updates.downloading', { version: progress.release.version, percent: progress.percent })
      default:
        return t(`updates.${progress.state}`, { version: progress.release.version })
    }
  }
}

/** When it will be installed, in words. */
const Timing = ({ progress, window }: { progress: UpdateProgress; window: string | undefined }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  if (progress.state !== 'ready' && progress.state !== 'available') return null
  const { installBy } = progress.release
  const ready = progress.state === 'ready' ? progress : undefined
  const lines = [
    ...(ready?.restartAt === undefined ? [] : [t('updates.restartAt', { time: format.time(ready.restartAt) })]),
    ...(ready?.waitsFor === undefined ? [] : [t(`updates.waits.${ready.waitsFor}`)]),
    ...(ready?.deferredUntil === undefined ? [] : [t('updates.deferred', { date: format.instant(ready.deferredUntil) })]),
    ...(ready !== undefined && ready.waitsFor === undefined && ready.restartAt === undefined
      ? [t(ready.onlyIfAsked === true ? 'updates.waits.person' : 'updates.automatic')]
      : []),
    ...(installBy === undefined ? [] : [t('updates.installBy', { date: format.date(installBy) })]),
    ...(window === undefined ? [] : [window === 'never' ? t('updates.windowNever') : t('updates.window', { window })]),
  ]
  return lines.map((line) => (
    <Text key={line} size={200} className={styles.note}>
      {line}
    </Text>
  ))
}

const Notes = ({ release: { notes } }: { release: Release }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  if (notes === undefined) return null
  return (
    <details>
      <summary>{t('updates.notes')}</summary>
      <Text className={styles.notes}>{notes}</Text>
    </details>
  )
}

const Steps = ({ progress }: { progress: UpdateProgress }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { run, refusal } = useUpdateSteps()
  const isIdle = progress.state === 'current' || progress.state === 'failed'
  return (
    <>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      <div className={styles.actions}>
        {isIdle ? <Button onClick={() => run('check')}>{t('updates.check')}</Button> : null}
        {progress.state === 'available' ? (
          <Button appearance="primary" onClick={() => run('download')}>
            {t('updates.download')}
          </Button>
        ) : null}
        {progress.state === 'ready' && progress.waitsFor === undefined ? (
          <>
            <Button appearance="primary" onClick={() => run('install')}>
              {t('updates.install')}
            </Button>
            {progress.deferredUntil === undefined ? <Button onClick={() => run('defer')}>{t('updates.later')}</Button> : null}
          </>
        ) : null}
      </div>
    </>
  )
}

const State = ({ state: { progress, window, minimum } }: { state: UpdateState }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const headline = useHeadline()
  return (
    <div className={styles.part}>
      {minimum === undefined ? null : <Text weight="semibold">{t('updates.tooOld', { minimum })}</Text>}
      {progress.state === 'failed' ? <ErrorCard code={progress.code} level={3} /> : null}
      <Text role="status">{headline(progress)}</Text>
      {progress.state === 'downloading' ? (
        <ProgressBar aria-label={headline(progress)} value={progress.percent} max={100} thickness="large" />
      ) : null}
      <Timing progress={progress} window={window} />
      {'release' in progress ? <Notes release={progress.release} /> : null}
      <Steps progress={progress} />
    </div>
  )
}

/** How Parley is kept up to date here, and what the person can do about it. Nothing in a browser. */
export const UpdateSettings = () => {
  const { t } = useTranslation()
  const state = useUpdateState()
  return state === undefined ? null : (
    <SettingsGroup title={t('updates.title')}>
      <State state={state} />
    </SettingsGroup>
  )
}
