import { makeStyles, mergeClasses, Spinner, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons/svg/checkmark-circle'
import { CircleRegular } from '@fluentui/react-icons/svg/circle'
import { ErrorCircleRegular } from '@fluentui/react-icons/svg/error-circle'
import { SubtractCircleRegular } from '@fluentui/react-icons/svg/subtract-circle'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { CHECKS, type Check, type CheckResult, type Finding, type Outcome, outcomeOf } from '#shared/diagnostics/checks.ts'
import type { Results } from './use-self-check.ts'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '& > * + *': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  row: { display: 'flex', gap: tokens.spacingHorizontalM, padding: '10px 16px' },
  icon: { flexShrink: 0, display: 'flex', width: '20px', height: '20px', marginTop: '2px', fontSize: '20px' },
  amber: { color: tokens.colorPaletteMarigoldForeground2 },
  quiet: { color: tokens.colorNeutralForeground3 },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0, flexGrow: 1, overflowWrap: 'anywhere' },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalM },
})

type Shown = Outcome | 'waiting' | 'running'

const ICONS: Record<Shown, ReactElement> = {
  waiting: <CircleRegular />,
  running: <Spinner size="extra-tiny" />,
  good: <CheckmarkCircleRegular />,
  notice: <WarningRegular />,
  bad: <ErrorCircleRegular />,
  skipped: <SubtractCircleRegular />,
}

/** Findings that somebody can do something about. */
const ADVISED = [
  'updateWaits',
  'versionTooOld',
  'policiesIgnored',
  'policiesUnusable',
  'diskLow',
  'diskFull',
  'graphicsSoftware',
  'devicesMissing',
  'devicesRefused',
  'keystoreUnavailable',
  'serviceUnhealthy',
  'serviceOther',
  'serviceSilent',
  'certificateExpires',
  'certificateRefused',
  'certificateUnreachable',
  'signInRefused',
  'mediaNotOffered',
  'udpBlocked',
  'tcpBlocked',
  'roundTripSlow',
  'roundTripLossy',
  'checkTimedOut',
  'checkFailed',
] as const satisfies readonly Finding[]

const Found = ({ result: { finding, facts } }: { result: CheckResult }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const advised = ADVISED.find((each) => each === finding)
  return (
    <>
      <Text>{t(`diagnostics.finding.${finding}`, facts)}</Text>
      {advised === undefined ? null : (
        <Text size={200} className={styles.quiet}>
          {t(`diagnostics.advice.${advised}`)}
        </Text>
      )}
    </>
  )
}

const Row = ({ check, result, running }: { check: Check; result: CheckResult | undefined; running: boolean }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const shown: Shown = result === undefined ? (running ? 'running' : 'waiting') : outcomeOf(result)
  const isAmber = shown === 'bad' || shown === 'notice'
  return (
    <li className={styles.row}>
      <span aria-hidden="true" className={mergeClasses(styles.icon, isAmber ? styles.amber : styles.quiet)}>
        {ICONS[shown]}
      </span>
      <div className={styles.words}>
        <div className={styles.head}>
          <Text weight="semibold">{t(`diagnostics.check.${check}`)}</Text>
          <Text size={200} className={styles.quiet}>
            {t(`diagnostics.outcome.${shown}`)}
          </Text>
        </div>
        {result === undefined ? null : <Found result={result} />}
      </div>
    </li>
  )
}

/** All checks in their order, with what was found so far. */
export const CheckList = ({ results, running }: { results: Results; running: Check | undefined }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <ul aria-label={t('diagnostics.list')} className={styles.list}>
      {CHECKS.map((check) => (
        <Row key={check} check={check} result={results[check]} running={running === check} />
      ))}
    </ul>
  )
}
