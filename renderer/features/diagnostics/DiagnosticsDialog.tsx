import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CHECKS, outcomeOf } from '#shared/diagnostics/checks.ts'
import { useNavigation, useNavigator } from '../../app/navigation.ts'
import { CheckList } from './CheckList.tsx'
import { ReportForm } from './ReportForm.tsx'
import { type SelfCheck, useSelfCheck } from './use-self-check.ts'

const useStyles = makeStyles({
  surface: { maxWidth: '680px' },
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, paddingTop: '4px', paddingBottom: '8px' },
  note: { color: tokens.colorNeutralForeground3 },
})

const useSummary = ({ results, running, finishedAt }: SelfCheck): string => {
  const { t } = useTranslation()
  const found = Object.values(results)
  if (running !== undefined) return t('diagnostics.progress', { done: found.length, all: CHECKS.length })
  if (finishedAt === undefined) return ''
  const count = (wanted: string): number => found.filter((result) => outcomeOf(result) === wanted).length
  const [bad, notice] = [count('bad'), count('notice')]
  if (bad > 0) return t('diagnostics.summaryBad', { count: bad })
  return notice > 0 ? t('diagnostics.summaryNotice', { count: notice }) : t('diagnostics.summaryGood')
}

const Contents = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const check = useSelfCheck()
  const { results, running, finishedAt, start, stop } = check
  const summary = useSummary(check)
  // Whoever opens it wants to know: nothing is asked first.
  useEffect(start, [start])
  return (
    <DialogBody>
      <DialogTitle
        action={
          <DialogTrigger action="close">
            <Button appearance="subtle" aria-label={t('common.close')} icon={<DismissRegular />} />
          </DialogTrigger>
        }
      >
        {t('diagnostics.title')}
      </DialogTitle>
      {/* It scrolls, so that it has to be reachable by keyboard while there is nothing in it to go to. */}
      <DialogContent role="group" tabIndex={0} aria-label={t('diagnostics.title')} className={styles.content}>
        <Text className={styles.note}>{t('diagnostics.meaning')}</Text>
        <Text role="status" weight="semibold">
          {summary}
        </Text>
        <CheckList results={results} running={running} />
        {finishedAt === undefined ? null : <ReportForm results={results} at={finishedAt} />}
      </DialogContent>
      <DialogActions>
        {running === undefined ? (
          <Button onClick={start}>{t('diagnostics.again')}</Button>
        ) : (
          <Button onClick={stop}>{t('diagnostics.stop')}</Button>
        )}
      </DialogActions>
    </DialogBody>
  )
}

/** The self-check, over whatever screen one is on. */
export const DiagnosticsDialog = () => {
  const styles = useStyles()
  const navigation = useNavigator()
  const open = useNavigation(({ dialog }) => dialog === 'diagnostics')
  return (
    <Dialog open={open} onOpenChange={() => navigation.closeDialog()}>
      <DialogSurface className={styles.surface}>
        <Contents />
      </DialogSurface>
    </Dialog>
  )
}
