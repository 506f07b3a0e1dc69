import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogEntry } from '#shared/contract/moderation.ts'
import { useCall, useEngine } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useScrollFocus } from '../people/use-scroll-focus.ts'
import { Panel } from '../stage/Panel.tsx'
import { changedOption, logOf } from './log-lines.ts'
import { useOptionWords } from './use-option-words.ts'

const NOTHING: readonly LogEntry[] = []

const useStyles = makeStyles({
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalL}` },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  line: {
    display: 'grid',
    gridTemplateColumns: '64px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  time: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
  by: { color: tokens.colorNeutralForeground2 },
})

const Line = ({ entry }: { entry: LogEntry }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const words = useOptionWords()
  const option = entry.action === 'changeOptions' ? changedOption(entry.detail) : undefined
  const target = option === undefined ? entry.target : `${words.name(option.name)}, ${words.value(option.name, option.value)}`
  const what = t(`log.action.${entry.action}`)
  return (
    <li className={styles.line}>
      <Text className={styles.time}>{format.time(entry.at)}</Text>
      <div>
        <Text block>{target === undefined ? what : t('log.target', { what, target })}</Text>
        {entry.action === 'setLabel' && entry.detail !== undefined ? (
          <Text block>{t('log.because', { why: entry.detail })}</Text>
        ) : null}
        <Text size={200} className={styles.by}>
          {entry.by.name}
        </Text>
      </div>
    </li>
  )
}

/** Who did what to whom in this meeting, the newest first; for organisers. */
export const LogPanel = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const engine = useEngine()
  const scroll = useRef<HTMLElement>(null)
  useScrollFocus(scroll)
  const { request, reload } = useRequest(useCallback(() => engine.moderation.readLog(), [engine]))
  const told = useCall((state) => state.logged)
  const lines = useMemo(() => logOf(request.value ?? NOTHING, told), [request.value, told])
  return (
    <Panel opens="log" title={t('log.title')}>
      <section ref={scroll} className={styles.scroll} aria-label={t('log.list')}>
        {request.state === 'failed' ? (
          <ErrorCard code={request.code} level={3}>
            <Button onClick={() => void reload()}>{t('common.retry')}</Button>
          </ErrorCard>
        ) : null}
        {request.state === 'loaded' && lines.length === 0 ? <Text className={styles.by}>{t('log.empty')}</Text> : null}
        <ul className={styles.list}>
          {lines.map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </ul>
      </section>
    </Panel>
  )
}
