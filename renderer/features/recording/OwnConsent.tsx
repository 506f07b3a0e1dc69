import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useCall, useEngine } from '../../app/services.ts'
import { ownConsent } from '../../call/recording/recording-state.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { useStageView } from '../stage/stage-view.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  words: { flexGrow: 1, flexBasis: '160px', textWrap: 'pretty' },
})

/** What this person said to being recorded, and the way to say something else. Nothing where they were not asked. */
export const OwnConsent = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const run = useRun()
  const view = useStageView()
  const consent = useCall(ownConsent)
  const connected = useCall(({ phase }) => phase === 'joined')
  if (consent === undefined) return null
  const agreed = consent === 'agreed'
  return (
    <div className={styles.row}>
      <Text className={styles.words}>{t(agreed ? 'recording.consent.agreed' : 'recording.consent.notAgreed')}</Text>
      <Button
        disabledFocusable={!connected}
        onClick={() =>
          agreed ? run(() => engine.recording.consentToRecording({ agrees: false })) : view.setState({ dialog: 'consent' })
        }
      >
        {t(agreed ? 'recording.consent.takeBack' : 'recording.consent.answer')}
      </Button>
    </div>
  )
}
