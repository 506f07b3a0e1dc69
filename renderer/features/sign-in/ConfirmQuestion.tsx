import { Button, DialogActions, DialogBody, DialogContent, DialogTitle, makeStyles } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useIdentity, usePlatform } from '../../app/services.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { InBrowser } from './InBrowser.tsx'

const useStyles = makeStyles({ start: { whiteSpace: 'nowrap' } })

/** Says why a second factor is wanted, goes with the person through giving it in the browser, and tells how it came out. */
export const ConfirmQuestion = ({ onAnswer }: { onAnswer: (confirmed: boolean) => void }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { identity } = usePlatform()
  const state = useIdentity()
  const [refusal, setRefusal] = useState<ErrorCode | undefined>()
  const [busy, setBusy] = useState(false)
  const step = state.state === 'signedIn' ? state.confirming : undefined
  const signedIn = state.state === 'signedIn'

  // Whoever is signed out meanwhile has nothing to confirm.
  useEffect(() => {
    if (!signedIn) onAnswer(false)
  }, [signedIn, onAnswer])

  const confirm = async (): Promise<void> => {
    setBusy(true)
    setRefusal(undefined)
    try {
      await identity.confirm()
      onAnswer(true)
    } catch (error) {
      const { code } = toParleyError(error)
      if (code === 'SIGN_IN_CANCELLED') onAnswer(false)
      else setRefusal(code)
      setBusy(false)
    }
  }

  return (
    <DialogBody>
      <DialogTitle>{t('confirmation.title')}</DialogTitle>
      <DialogContent>
        {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
        {step === undefined && refusal === undefined ? t('confirmation.meaning') : null}
        {step === undefined ? null : <InBrowser step={step} words={t(`confirmation.${step}`)} />}
      </DialogContent>
      {step === undefined ? (
        <DialogActions>
          <Button onClick={() => onAnswer(false)}>{t('common.cancel')}</Button>
          <Button appearance="primary" className={styles.start} disabledFocusable={busy} onClick={() => void confirm()}>
            {t('confirmation.start')}
          </Button>
        </DialogActions>
      ) : null}
    </DialogBody>
  )
}
