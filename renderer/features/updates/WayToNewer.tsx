import { Button, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useUpdateState, useUpdateSteps } from './use-updates.ts'

/** The way out for somebody whose version is too old: the next step to a newer one, or whom to ask. Nothing in a browser. */
export const WayToNewer = () => {
  const { t } = useTranslation()
  const progress = useUpdateState()?.progress
  const { run } = useUpdateSteps()
  switch (progress?.state) {
    case undefined:
      return null
    case 'off':
      return <Text>{`${t(`updates.off.${progress.reason}`)} ${t('updates.askIt')}`}</Text>
    case 'available':
      return (
        <Button appearance="primary" onClick={() => run('download')}>
          {t('updates.download')}
        </Button>
      )
    case 'ready':
      return progress.waitsFor === undefined ? (
        <Button appearance="primary" onClick={() => run('install')}>
          {t('updates.install')}
        </Button>
      ) : (
        <Text>{t(`updates.waits.${progress.waitsFor}`)}</Text>
      )
    case 'current':
    case 'failed':
      return (
        <Button appearance="primary" onClick={() => run('check')}>
          {t('updates.check')}
        </Button>
      )
    case 'downloading':
      return (
        <Text role="status">{t('updates.downloading', { version: progress.release.version, percent: progress.percent })}</Text>
      )
    case 'installing':
      return <Text role="status">{t('updates.installing', { version: progress.release.version })}</Text>
    case 'checking':
      return <Text role="status">{t('updates.checking')}</Text>
  }
}
