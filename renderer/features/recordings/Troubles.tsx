import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { RecordingManifest } from '#shared/recording/manifest.ts'
import type { Trouble } from './player/recording-player.ts'

const useStyles = makeStyles({ list: { margin: `${tokens.spacingVerticalXS} 0 0`, paddingInlineStart: '20px' } })

/** What is stored is not what was recorded; everything else is there, and can't be had or shown here. */
const isDamaged = ({ damage, code }: Trouble): boolean => damage !== undefined || code === 'STORED_DAMAGED'

/** What of the recording is not played: what was damaged apart from what this window can't play or doesn't get. */
export const Troubles = ({
  troubles,
  participants,
}: {
  troubles: readonly Trouble[]
  participants: RecordingManifest['participants']
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const textOf = ({ damage, code, source, participant }: Trouble): string => {
    const name = participants.find(({ id }) => id === participant)?.name ?? ''
    const track = t(`recordings.trouble.track.${source}`)
    if (damage !== undefined) return t(`recordings.trouble.${damage.kind}`, { track, name })
    if (code === undefined || code === 'unplayable') return t('recordings.trouble.unplayable', { track, name })
    return t('recordings.trouble.failed', { track, name, error: t(`error.${code}.title`) })
  }
  const bar = (kind: 'damaged' | 'absent', of: readonly Trouble[]) =>
    of.length === 0 ? null : (
      <MessageBar intent={kind === 'damaged' ? 'warning' : 'info'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t(`recordings.trouble.${kind}.title`, { count: of.length })}</MessageBarTitle>
          {t(`recordings.trouble.${kind}.meaning`)}
          <ul className={styles.list}>
            {[...new Set(of.map(textOf))].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </MessageBarBody>
      </MessageBar>
    )
  return (
    <>
      {bar('damaged', troubles.filter(isDamaged))}
      {bar(
        'absent',
        troubles.filter((trouble) => !isDamaged(trouble)),
      )}
    </>
  )
}
