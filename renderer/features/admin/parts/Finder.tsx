import { Button, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons/svg/add'
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectoryPerson } from '#shared/contract/admin.ts'
import type { Group } from '#shared/policies/rules.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { useVisit } from '../admin-context.ts'
import { useDirectorySearch } from './use-directory-search.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  search: { width: '100%', maxWidth: 'none', minWidth: 0 },
  list: {
    margin: 0,
    padding: `0 ${tokens.spacingHorizontalS}`,
    listStyle: 'none',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '44px' },
  icon: { flexShrink: 0, display: 'grid', placeItems: 'center', width: '32px', fontSize: '20px' },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  // Without words it takes no room.
  status: { ':empty': { position: 'absolute' } },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface RowProps {
  picture: ReactNode
  name: string
  detail: string
  children?: ReactNode
}

/** Somebody, or a group: in what was found and in what is assigned. */
export const WhoRow = ({ picture, name, detail, children }: RowProps) => {
  const styles = useStyles()
  return (
    <li className={styles.row}>
      {picture}
      <span className={styles.words}>
        <span>{name}</span>
        {detail === '' ? null : (
          <Text size={200} className={styles.quiet}>
            {detail}
          </Text>
        )}
      </span>
      {children}
    </li>
  )
}

export const GroupPicture = () => (
  <span className={useStyles().icon} aria-hidden="true">
    <PeopleTeamRegular />
  </span>
)

interface Props {
  label: string
  /** Whoever is not to be found: they are there already. */
  without: readonly string[]
  /** Groups that can be found too. */
  groups?: readonly Group[]
  disabled?: boolean
  onPerson(person: DirectoryPerson): void
  onGroup?(group: Group): void
}

/** Finds people of the organisation, and its groups, by name. */
export const Finder = ({ label, without, groups = [], disabled = false, onPerson, onGroup }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const visit = useVisit()
  const [query, setQuery] = useState('')
  const [added, setAdded] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  const search = useDirectorySearch(query)
  const wanted = query.trim().toLowerCase()
  const people = search.state === 'found' ? search.people.filter(({ id }) => !without.includes(id)) : []
  const found = wanted === '' ? [] : groups.filter(({ id, name }) => name.toLowerCase().includes(wanted) && !without.includes(id))
  const nothing = search.state === 'found' && people.length + found.length === 0

  // The button is gone with what it was for: one goes on where one searches.
  const pick = (name: string, done: () => void): void => {
    setQuery('')
    setAdded(name)
    field.current?.focus()
    done()
  }

  return (
    <div className={styles.root}>
      <SearchBox
        ref={field}
        className={styles.search}
        aria-label={label}
        placeholder={label}
        disabled={disabled}
        value={query}
        onChange={(_event, data) => {
          setQuery(data.value)
          setAdded(undefined)
        }}
      />
      <div role="status" className={styles.status}>
        {nothing ? <Text className={styles.quiet}>{t('admin.finder.noMatch')}</Text> : null}
        {added === undefined ? null : <span className={styles.unseen}>{t('admin.finder.added', { name: added })}</span>}
        {search.state === 'failed' ? <Text className={styles.quiet}>{t('admin.finder.failed')}</Text> : null}
      </div>
      {people.length + found.length === 0 ? null : (
        <ul className={styles.list} aria-label={t('admin.finder.found')}>
          {found.map((group) => (
            <WhoRow key={group.id} picture={<GroupPicture />} name={group.name} detail={t('admin.finder.group')}>
              <Button
                icon={<AddRegular />}
                aria-label={t('admin.finder.add', { name: group.name })}
                onClick={() => pick(group.name, () => onGroup?.(group))}
              />
            </WhoRow>
          ))}
          {people.map((person) => (
            <WhoRow
              key={person.id}
              picture={<Avatar name={person.name} size={32} />}
              name={person.name}
              detail={person.email ?? ''}
            >
              <Button
                icon={<AddRegular />}
                aria-label={t('admin.finder.add', { name: person.name })}
                onClick={() =>
                  pick(person.name, () => {
                    visit.remember([person])
                    onPerson(person)
                  })
                }
              />
            </WhoRow>
          ))}
        </ul>
      )}
    </div>
  )
}
