import { Button, makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActiveRecording } from '#shared/contract/recording.ts'
import { useCall } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'
import { useAction } from '../actions/ActionHost.tsx'
import { BannerFrame } from '../notices/BannerFrame.tsx'
import { useStageView } from '../stage/stage-view.ts'
import { PrivacyNoticeLink } from './PrivacyNoticeLink.tsx'
import { RecordingDot } from './RecordingDot.tsx'
import { markOf } from './recording-mark.ts'
import { useNoticeShown } from './use-notice-shown.ts'
import { useRecordingWords } from './use-recording-words.ts'

const useStyles = makeStyles({
  line: { fontWeight: tokens.fontWeightSemibold },
  text: { textWrap: 'pretty' },
})

interface Props {
  active: readonly ActiveRecording[]
  /** This person does not agree to being recorded. */
  refused: boolean
  dismiss: ReactNode
}

/**
 * The notice of what is recorded, in the meeting: it stays until it is put away. That it is on screen is what the service is told.
 * Screen readers are told by `RecordingAnnouncer`.
 */
export const RecordingBanner = ({ active, refused, dismiss }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useRecordingWords()
  const view = useStageView()
  const details = useAction('showRecording')
  const notice = useCall(({ recording }) => recording.notice)
  const untold = useCall((state) => state.phase === 'joined' && selfIn(state)?.recorded?.told === false)
  const place = useNoticeShown<HTMLDivElement>(
    active.map(({ id }) => id),
    untold,
  )
  return (
    <BannerFrame
      place={place}
      recording
      region={t('recording.panel.title')}
      icon={<RecordingDot state={markOf({ active }) ?? 'running'} />}
      actions={
        <>
          {refused ? (
            <Button onClick={() => view.setState({ dialog: 'consent' })}>{t('recording.consent.answer')}</Button>
          ) : (
            <Button aria-pressed={details.on} onClick={details.run}>
              {t('recording.details')}
            </Button>
          )}
          {dismiss}
        </>
      }
    >
      {active.map((recording) => (
        <div key={recording.id} className={styles.line}>
          {words.line(recording)}
        </div>
      ))}
      <div className={styles.text}>
        {refused
          ? t('recording.consent.notAgreed')
          : [...new Set(active.map((recording) => words.meaning(recording, notice)))].join(' ')}{' '}
        <PrivacyNoticeLink notice={notice} />
      </div>
    </BannerFrame>
  )
}
