import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/use-format.ts'
import { useUpdateState, useUpdateSteps } from './use-updates.ts'

const useStyles = makeStyles({ bar: { margin: '16px 16px 0' } })

/**
 * Outside meetings: that an update lies ready, that one is there where the person decides, or that Parley restarts in a moment. What
 * was put off, and what can't be installed now, asks for nothing.
 */
export const UpdateNotice = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const progress = useUpdateState()?.progress
  const { run } = useUpdateSteps()
  if (progress?.state !== 'ready' && progress?.state !== 'available') return null
  const { version, installBy } = progress.release
  const ready = progress.state === 'ready' ? progress : undefined
  if (ready?.waitsFor !== undefined || (ready?.deferredUntil !== undefined && ready.restartAt === undefined)) return null
  const restartAt = ready?.restartAt
  const words =
    restartAt !== undefined
      ? t('updates.restartAt', { time: format.time(restartAt) })
      : installBy === undefined
        ? undefined
        : t('updates.installBy', { date: format.date(installBy) })
  return (
    <MessageBar layout="multiline" intent={restartAt === undefined ? 'info' : 'warning'} className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>{t(`updates.${progress.state}`, { version })}</MessageBarTitle>
        {words}
      </MessageBarBody>
      <MessageBarActions>
        {ready === undefined ? (
          <Button onClick={() => run('download')}>{t('updates.download')}</Button>
        ) : (
          <>
            <Button appearance="primary" onClick={() => run('install')}>
              {t('updates.install')}
            </Button>
            {ready.deferredUntil === undefined && restartAt === undefined ? (
              <Button onClick={() => run('defer')}>{t('updates.later')}</Button>
            ) : null}
          </>
        )}
      </MessageBarActions>
    </MessageBar>
  )
}
