import { Button, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { PersonAddRegular } from '@fluentui/react-icons/svg/person-add'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordingDetails } from '#shared/contract/recordings.ts'
import { useAccount, usePlatform } from '../../app/services.ts'
import { usePeopleSearch } from '../../app/use-people-search.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { SideCard } from './SideCard.tsx'
import type { Act } from './use-acts.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '40px' },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  search: { maxWidth: 'none', width: '100%' },
})

/** Who a recording is for, and whom its organiser shares it with. */
export const WhoMayWatch = ({ recording, act }: { recording: RecordingDetails; act: Act }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const format = useFormat()
  const own = useAccount()?.person.id
  const [query, setQuery] = useState('')
  const found = usePeopleSearch(query)
  const { id, may, compliance, participants, sharedWith } = recording
  const addable = found?.filter((person) => person.id !== own && !sharedWith.some(({ personId }) => personId === person.id))
  const shares = may.includes('share')

  return (
    <SideCard title={t('recordings.people.title')}>
      <Text className={styles.quiet}>{t(compliance ? 'recordings.people.officers' : 'recordings.people.wereThere')}</Text>
      {compliance || participants.length === 0 ? null : (
        <Text>{t('recordings.people.inIt', { names: format.list(participants) })}</Text>
      )}
      {shares || sharedWith.length > 0 ? (
        <Text className={styles.quiet}>
          {t(sharedWith.length === 0 ? 'recordings.people.nobody' : 'recordings.people.shared')}
        </Text>
      ) : null}
      {sharedWith.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('recordings.people.shared')}>
          {sharedWith.map(({ personId, name }) => (
            <li key={personId} className={styles.row}>
              <Avatar name={name} size={28} />
              <span className={styles.name}>{name}</span>
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={t('recordings.people.withdraw', { name })}
                onClick={() =>
                  act(() => service.recordings.withdraw({ id, personId }), t('recordings.people.withdrawn', { name }))
                }
              />
            </li>
          ))}
        </ul>
      )}
      {shares ? (
        <>
          <SearchBox
            className={styles.search}
            aria-label={t('recordings.people.share')}
            placeholder={t('recordings.people.share')}
            value={query}
            onChange={(_event, data) => setQuery(data.value)}
          />
          <div role="status">
            {addable?.length === 0 ? <Text className={styles.quiet}>{t('recordings.people.nobodyFound')}</Text> : null}
          </div>
          {addable === undefined || addable.length === 0 ? null : (
            <ul className={styles.list}>
              {addable.map(({ id: personId, name }) => (
                <li key={personId} className={styles.row}>
                  <Avatar name={name} size={28} />
                  <span className={styles.name}>{name}</span>
                  <Button
                    icon={<PersonAddRegular />}
                    aria-label={t('recordings.people.shareWith', { name })}
                    onClick={() => {
                      setQuery('')
                      act(() => service.recordings.share({ id, personId }), t('recordings.people.sharedNow', { name }))
                    }}
                  />
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
    </SideCard>
  )
}
