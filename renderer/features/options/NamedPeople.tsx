import { Button, makeStyles, SearchBox, Select, Spinner, Text, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NamedPerson } from '#shared/contract/moderation.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { useAccount, usePlatform } from '../../app/services.ts'
import { usePeopleSearch } from '../../app/use-people-search.ts'
import { useRequest } from '../../app/use-request.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'

const ROLES = ['coOrganiser', 'presenter', 'attendee'] as const satisfies NamedPerson['role'][]

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  quiet: { color: tokens.colorNeutralForeground3, textWrap: 'pretty' },
  search: { maxWidth: 'none', width: '100%' },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '44px' },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  role: { flexShrink: 0, minWidth: '128px' },
})

/** Who has a role in the meeting whatever the options say; kept at once. */
export const NamedPeople = ({ code }: { code: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { service } = usePlatform()
  const own = useAccount()?.person.id
  const { request, reload } = useRequest(useCallback(() => service.meetings.getPeople({ code }), [service, code]))
  const [saved, setSaved] = useState<NamedPerson[]>()
  const [refusal, setRefusal] = useState<ErrorCode>()
  const [query, setQuery] = useState('')
  const found = usePeopleSearch(query)
  const people = saved ?? request.value

  const save = async (wanted: NamedPerson[]): Promise<void> => {
    setRefusal(undefined)
    try {
      setSaved(await service.meetings.setPeople({ code, people: wanted.map(({ personId, role }) => ({ personId, role })) }))
    } catch (error) {
      setRefusal(toParleyError(error).code)
    }
  }

  if (request.state === 'failed') {
    return (
      <ErrorCard code={request.code} level={3}>
        <Button onClick={() => void reload()}>{t('common.retry')}</Button>
      </ErrorCard>
    )
  }
  if (people === undefined) return <Spinner label={t('common.loading')} />
  const addable = found?.filter(({ id }) => id !== own && !people.some(({ personId }) => personId === id))
  return (
    <div className={styles.root}>
      <Text className={styles.quiet}>{t('setup.people.note')}</Text>
      {refusal === undefined ? null : <ErrorCard code={refusal} level={3} />}
      <SearchBox
        className={styles.search}
        aria-label={t('setup.people.search')}
        placeholder={t('setup.people.search')}
        value={query}
        onChange={(_event, data) => setQuery(data.value)}
      />
      <div role="status">{addable?.length === 0 ? <Text className={styles.quiet}>{t('setup.people.noMatch')}</Text> : null}</div>
      {addable === undefined || addable.length === 0 ? null : (
        <ul className={styles.list}>
          {addable.map(({ id, name }) => (
            <li key={id} className={styles.row}>
              <Avatar name={name} size={32} />
              <span className={styles.name}>{name}</span>
              <Button
                icon={<AddRegular />}
                aria-label={t('setup.people.add', { name })}
                onClick={() => {
                  setQuery('')
                  void save([...people, { personId: id, name, role: 'presenter' }])
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <Heading level={3}>{t('setup.people.list')}</Heading>
      {people.length === 0 ? <Text className={styles.quiet}>{t('setup.people.none')}</Text> : null}
      <ul className={styles.list} aria-label={t('setup.people.list')}>
        {people.map((person) => (
          <li key={person.personId} className={styles.row}>
            <Avatar name={person.name} size={32} />
            <span className={styles.name}>{person.name}</span>
            <Select
              className={styles.role}
              aria-label={t('setup.people.role', { name: person.name })}
              value={person.role}
              onChange={(_event, data) => {
                const role = ROLES.find((known) => known === data.value)
                if (role === undefined) return
                void save(people.map((each) => (each.personId === person.personId ? { ...each, role } : each)))
              }}
            >
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(`setup.people.roles.${role}`)}
                </option>
              ))}
            </Select>
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('setup.people.remove', { name: person.name })}
              onClick={() => void save(people.filter(({ personId }) => personId !== person.personId))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
