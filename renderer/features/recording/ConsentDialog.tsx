import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { ActiveRecording } from '#shared/contract/recording.ts'
import { useCall, useEngine } from '../../app/services.ts'
import { ownConsent, regularIn } from '../../call/recording/recording-state.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { useStageView, useView } from '../stage/stage-view.ts'
import { PrivacyNoticeLink } from './PrivacyNoticeLink.tsx'
import { RecordingDot } from './RecordingDot.tsx'
import { useNoticeShown } from './use-notice-shown.ts'
import { useRecordingWords } from './use-recording-words.ts'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, textWrap: 'pretty' },
  line: { display: 'flex', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
})

/** What they are asked about, which has to be seen like every notice. */
const Question = ({ regular }: { regular: ActiveRecording }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const words = useRecordingWords()
  const notice = useCall(({ recording }) => recording.notice)
  const place = useNoticeShown<HTMLDivElement>([regular.id], true)
  return (
    <div ref={place} className={styles.content}>
      <div className={styles.line}>
        <RecordingDot state={regular.state} />
        <Text>{words.line(regular)}</Text>
      </div>
      <Text>
        {words.meaning(regular, notice)} <PrivacyNoticeLink notice={notice} />
      </Text>
      <Text>{t('recording.consent.meaning')}</Text>
      <Text>{t('recording.consent.takenBack')}</Text>
    </div>
  )
}

/** Asks this person whether they agree to being recorded. Until they do, nothing of them is sent. */
export const ConsentDialog = () => {
  const { t } = useTranslation()
  const engine = useEngine()
  const run = useRun()
  const view = useStageView()
  const again = useView(({ dialog }) => dialog === 'consent')
  const consent = useCall(ownConsent)
  const regular = useCall(regularIn)
  const connected = useCall(({ phase }) => phase === 'joined')
  const asks = consent === 'asked' || (consent === 'refused' && again)
  const answer = (agrees: boolean): void => {
    view.setState(({ dialog }) => (dialog === 'consent' ? { dialog: undefined } : {}))
    run(() => engine.recording.consentToRecording({ agrees }))
  }
  return (
    <Dialog modalType="alert" open={regular !== undefined && asks && connected}>
      <DialogSurface>
        {regular === undefined ? undefined : (
          <DialogBody>
            <DialogTitle>{t('recording.consent.title')}</DialogTitle>
            <DialogContent>
              <Question regular={regular} />
            </DialogContent>
            <DialogActions fluid>
              <Button appearance="subtle" onClick={() => void engine.leave()}>
                {t('recording.consent.leave')}
              </Button>
              <Button onClick={() => answer(false)}>{t('recording.consent.notNow')}</Button>
              <Button appearance="primary" onClick={() => answer(true)}>
                {t('recording.consent.agree')}
              </Button>
            </DialogActions>
          </DialogBody>
        )}
      </DialogSurface>
    </Dialog>
  )
}
