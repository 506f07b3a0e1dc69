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

/** Asks this person whether they agree to being recorded. Until they do, nothing of them is sent. */
export const ConsentDialog = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const run = useRun()
  const view = useStageView()
  const words = useRecordingWords()
  const again = useView(({ dialog }) => dialog === 'consent')
  const consent = useCall(ownConsent)
  const regular = useCall(regularIn)
  const notice = useCall(({ recording }) => recording.notice)
  const connected = useCall(({ phase }) => phase === 'joined')
  const asks = regular !== undefined && (consent === 'asked' || (consent === 'refused' && again))
  const place = useNoticeShown<HTMLDivElement>(regular === undefined ? [] : [regular.id], asks && connected)
  const answer = (agrees: boolean): void => {
    view.setState(({ dialog }) => (dialog === 'consent' ? { dialog: undefined } : {}))
    run(() => engine.recording.consentToRecording({ agrees }))
  }
  return (
    <Dialog modalType="alert" open={asks && connected}>
      <DialogSurface>
        {regular === undefined ? undefined : (
          <DialogBody>
            <DialogTitle>{t('recording.consent.title')}</DialogTitle>
            <DialogContent>
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
