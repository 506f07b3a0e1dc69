import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditFilter } from '#shared/audit/record.ts'
import { EXPORT_FORMATS, type ExportFormat } from '#shared/contract/admin.ts'
import { ErrorCard } from '../../../ui/ErrorCard.tsx'
import { type ExportState, useAuditExport } from './use-audit-export.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  // Without words it takes no room.
  status: { ':empty': { position: 'absolute' } },
})

const Status = ({ state }: { state: ExportState }) => {
  const { t } = useTranslation()
  switch (state.state) {
    case 'running':
      return <Text>{t('audit.export.running', { count: state.records })}</Text>
    case 'done':
      return <Text>{t('audit.export.done', { count: state.records })}</Text>
    case 'cancelled':
      return <Text>{t('audit.export.cancelled')}</Text>
    default:
      return null
  }
}

/** What the filter lets through, as a file. */
export const AuditExport = ({ filter }: { filter: AuditFilter }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { state, start, cancel } = useAuditExport(filter)
  const buttons = useRef<Partial<Record<ExportFormat, HTMLElement | null>>>({})
  const last = useRef<ExportFormat>('jsonl')
  const running = state.state === 'running'
  const ran = useRef(false)

  // The button to cancel goes when there is nothing to cancel any more.
  useLayoutEffect(() => {
    if (running) ran.current = true
    else if (ran.current && document.activeElement === document.body) buttons.current[last.current]?.focus()
  }, [running])

  return (
    <div className={styles.root}>
      <div className={styles.row}>
        <Text className={styles.quiet}>{t('audit.export.note')}</Text>
        {EXPORT_FORMATS.map((format) => (
          <Button
            key={format}
            ref={(button) => {
              buttons.current[format] = button
            }}
            icon={<ArrowDownloadRegular />}
            disabledFocusable={running}
            onClick={() => {
              last.current = format
              void start(format)
            }}
          >
            {t(`audit.export.${format}`)}
          </Button>
        ))}
      </div>
      {running ? <ProgressBar aria-label={t('admin.area.audit')} /> : null}
      <div role="status" className={styles.status}>
        <Status state={state} />
      </div>
      {running ? (
        <div>
          <Button onClick={cancel}>{t('common.cancel')}</Button>
        </div>
      ) : null}
      {state.state === 'failed' ? <ErrorCard code={state.code} level={3} /> : null}
    </div>
  )
}
