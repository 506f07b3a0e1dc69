import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import type { Trouble } from './player/recording-player.ts'

const useStyles = makeStyles({ list: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingInlineStart: '20px' } })

/** What of the recording is not as it was made. */
export const Troubles = ({
  troubles,
  participants,
}: {
  troubles: readonly Trouble[]
  participants: RecordingManifest['participants']
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  if (troubles.length === 0) return null
  const textOf = ({ damage, code, source, participant }: Trouble): string => {
    const name = participants.find(({ id }) => id === participant)?.name ?? ''
    const track = t(`recordings.trouble.track.${source}`)
    if (damage !== undefined) return t(`recordings.trouble.${damage.kind}`, { track, name })
    if (code === undefined || code === 'unplayable') return t('recordings.trouble.unplayable', { track, name })
    return t('recordings.trouble.failed', { track, name, error: t(`error.${code}.title`) })
  }
  const lines = [...new Set(troubles.map(textOf))]
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('recordings.trouble.title', { count: troubles.length })}</MessageBarTitle>
        {t('recordings.trouble.meaning')}
        <ul className={styles.list}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  )
}
