import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'

const useStyles = makeStyles({
  bar: { margin: '16px 16px 0' },
  details: { display: 'block', fontFamily: tokens.fontFamilyMonospace, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
})

/** After a crash: whether the organisation's service may be told, with all that it would be told. Nothing where nobody is asked. */
export const CrashNotice = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { diagnostics } = usePlatform()
  const { request } = useRequest(useCallback(() => diagnostics?.crashes() ?? Promise.resolve([]), [diagnostics]))
  const [answered, setAnswered] = useState(false)
  const [refusal, setRefusal] = useState<ErrorCode>()
  const reports = request.value ?? []
  if (answered || reports.length === 0 || diagnostics === undefined) return null
  const answer = async (send: boolean): Promise<void> => {
    setRefusal(undefined)
    try {
      await diagnostics.answerCrashes(send)
      setAnswered(true)
    } catch (thrown) {
      setRefusal(toParleyError(thrown).code)
    }
  }
  return (
    <MessageBar layout="multiline" intent="info" className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>{t('diagnostics.crash.title')}</MessageBarTitle>
        {t('diagnostics.crash.meaning')}
        <details>
          <summary>{t('diagnostics.crash.details')}</summary>
          <Text size={200} className={styles.details}>
            {JSON.stringify(reports, null, 2)}
          </Text>
        </details>
        {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void answer(true)}>{t('diagnostics.crash.send')}</Button>
        <Button onClick={() => void answer(false)}>{t('diagnostics.crash.keepOut')}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
