import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlatform } from '../../app/services.ts'
import { useRequest } from '../../app/use-request.ts'
import { useFormat } from '../../ui/use-format.ts'
import { SideCard } from './SideCard.tsx'

const SHOWN = 5

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '6px' },
  row: { display: 'flex', flexDirection: 'column' },
})

/** Who watched a recording, or took it away: for whom it is to know. */
export const Views = ({ id }: { id: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const { request } = useRequest(useCallback(() => service.recordings.listViews({ id }), [service, id]))
  const views = request.value
  if (views === undefined) return null
  const shown = all ? views : views.slice(0, SHOWN)
  return (
    <SideCard title={t('recordings.views.title')}>
      {views.length === 0 ? <Text className={styles.quiet}>{t('recordings.views.nobody')}</Text> : null}
      <ul className={styles.list} aria-label={t('recordings.views.title')}>
        {shown.map(({ person, at, how }) => (
          <li key={`${person.id} ${at} ${how}`} className={styles.row}>
            <Text>{person.name}</Text>
            <Text size={200} className={styles.quiet}>
              {t(`recordings.views.${how}`, { when: format.instant(at) })}
            </Text>
          </li>
        ))}
      </ul>
      {views.length > shown.length ? (
        <Button onClick={() => setAll(true)}>{t('recordings.views.all', { count: views.length })}</Button>
      ) : null}
    </SideCard>
  )
}
