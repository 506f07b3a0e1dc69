import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { ClockAlarmRegular } from '@fluentui/react-icons/svg/clock-alarm'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import { RecordRegular } from '@fluentui/react-icons/svg/record'
import { ShieldTaskRegular } from '@fluentui/react-icons/svg/shield-task'
import { WarningRegular } from '@fluentui/react-icons/svg/warning'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordingSummary } from '#shared/contract/recordings.ts'
import { expiresSoon, purgedAt } from '#shared/recording-library/retention.ts'
import { useFormat } from '../../ui/use-format.ts'

const useStyles = makeStyles({
  mark: { display: 'inline-flex', alignItems: 'center', gap: '4px', whiteSpace: 'nowrap' },
  icon: { flexShrink: 0, fontSize: '16px' },
  look: { color: tokens.colorPaletteMarigoldForeground2 },
  red: { color: tokens.colorStatusDangerForeground1 },
})

/** What is special about a recording, each with an icon and in words. */
export const Marks = ({ recording, now }: { recording: RecordingSummary; now: number }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const { endedAt, state, compliance, held, expiresAt, trashedAt } = recording
  const mark = (key: string, icon: ReactNode, text: string, className = '') => (
    <Text key={key} size={200} className={styles.mark}>
      <span className={`${styles.icon} ${className}`} aria-hidden="true" style={{ display: 'flex' }}>
        {icon}
      </span>
      {text}
    </Text>
  )
  const soon = expiresSoon(recording, now)
  return (
    <>
      {endedAt === undefined ? mark('running', <RecordRegular />, t('recordings.running'), styles.red) : null}
      {endedAt !== undefined && state === 'interrupted'
        ? mark('interrupted', <WarningRegular />, t('recordings.interrupted'))
        : null}
      {compliance ? mark('compliance', <ShieldTaskRegular />, t('recordings.compliance')) : null}
      {held ? mark('held', <LockClosedRegular />, t('recordings.held')) : null}
      {trashedAt !== undefined && !held
        ? mark('purged', <ClockAlarmRegular />, t('recordings.purged', { date: format.date(purgedAt(trashedAt)) }), styles.look)
        : null}
      {soon && expiresAt !== undefined
        ? mark('soon', <ClockAlarmRegular />, t('recordings.expires', { date: format.date(expiresAt) }), styles.look)
        : null}
    </>
  )
}
