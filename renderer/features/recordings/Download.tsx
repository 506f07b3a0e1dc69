import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { useTranslation } from 'react-i18next'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { SideCard } from './SideCard.tsx'
import { useDownload } from './use-download.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
})

const MEGABYTE = 1_000_000

/** One file of a recording: asked for, made on the service while one does something else, and saved. */
export const Download = ({ recording }: { recording: RecordingDetails }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const { download, saved, refusal, prepare, cancel, save } = useDownload(recording)
  const percent = (part: number): number => Math.floor(part * 100)

  const stateOf = () => {
    if (download === undefined) {
      return (
        <Button icon={<ArrowDownloadRegular />} onClick={prepare}>
          {t('recordings.download.prepare')}
        </Button>
      )
    }
    const { state, progress, ahead, size = 0, expiresAt = 0 } = download
    if (state === 'failed') {
      return (
        <>
          <Text>{t('recordings.download.failed')}</Text>
          <Button onClick={prepare}>{t('recordings.download.again')}</Button>
        </>
      )
    }
    if (state !== 'ready') {
      const words =
        state === 'waiting'
          ? t('recordings.download.waiting', { count: ahead })
          : t('recordings.download.running', { percent: percent(progress) })
      return (
        <>
          <Text role="status">{words}</Text>
          <ProgressBar aria-label={words} value={progress} />
          <Button onClick={cancel}>{t('recordings.download.cancel')}</Button>
        </>
      )
    }
    const megabytes = `${format.number(Math.max(0.1, Math.round(size / (MEGABYTE / 10)) / 10))} MB`
    return (
      <>
        <Text>{t('recordings.download.ready', { size: megabytes, when: format.instant(expiresAt) })}</Text>
        {saved === undefined ? null : (
          <ProgressBar aria-label={t('recordings.download.saving', { percent: percent(saved) })} value={saved} />
        )}
        <div className={styles.actions}>
          <Button appearance="primary" icon={<ArrowDownloadRegular />} disabledFocusable={saved !== undefined} onClick={save}>
            {t('recordings.download.save')}
          </Button>
          <Button onClick={cancel}>{t('recordings.download.remove')}</Button>
        </div>
      </>
    )
  }

  return (
    <SideCard title={t('recordings.download.title')}>
      <Text className={styles.quiet}>{t('recordings.download.note')}</Text>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      {stateOf()}
    </SideCard>
  )
}
