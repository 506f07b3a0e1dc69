import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { AssignedTo } from '#shared/policies/assigned-to.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { useAdmin, useDraft, useNameOf } from '../admin-context.ts'
import { Finder, GroupPicture, WhoRow } from './Finder.tsx'
import { REMOVES, useRowFocus } from './use-row-focus.ts'

/** More than this nobody reads through; the rest is counted. */
const SHOWN = 100

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface PeopleProps {
  people: readonly string[]
  disabled: boolean
  onRemove(id: string): void
  /** Before a row goes, with the button that takes it away. */
  onLeave(button: HTMLElement): void
}

/** People by name, each to be taken off. */
export const PeopleRows = ({ people, disabled, onRemove, onLeave }: PeopleProps) => {
  const { t } = useTranslation()
  const known = useAdmin((state) => state.people)
  const shown = people.slice(0, SHOWN)
  const nameOf = useNameOf(shown)
  return (
    <>
      {shown.map((id) => (
        <WhoRow key={id} picture={<Avatar name={nameOf(id)} size={32} />} name={nameOf(id)} detail={known.get(id)?.email ?? ''}>
          {disabled ? null : (
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('admin.finder.remove', { name: nameOf(id) })}
              {...REMOVES}
              onClick={({ currentTarget }) => {
                onLeave(currentTarget)
                onRemove(id)
              }}
            />
          )}
        </WhoRow>
      ))}
      {people.length > SHOWN ? (
        <WhoRow picture={null} name={t('admin.finder.more', { count: people.length - SHOWN })} detail="" />
      ) : null}
    </>
  )
}

interface Props {
  assignedTo: AssignedTo
  disabled: boolean
  /** What is said where it is for nobody. */
  nobody: string
  onChange(assignedTo: AssignedTo): void
}

/** For whom something is: groups and people, found by name. */
export const Assignment = ({ assignedTo, disabled, nobody, onChange }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { groups } = useDraft()
  const { people, groups: groupIds } = assignedTo
  const root = useRef<HTMLDivElement>(null)
  const { leaving } = useRowFocus(root)
  return (
    <div ref={root} className={styles.root}>
      {disabled ? null : (
        <Finder
          label={t('admin.finder.peopleAndGroups')}
          without={[...people, ...groupIds]}
          groups={groups}
          onPerson={({ id }) => onChange({ ...assignedTo, people: [...people, id] })}
          onGroup={({ id }) => onChange({ ...assignedTo, groups: [...groupIds, id] })}
        />
      )}
      {people.length + groupIds.length === 0 ? <Text className={styles.quiet}>{nobody}</Text> : null}
      <ul className={styles.list} aria-label={t('admin.finder.assigned')}>
        {groupIds.map((id) => {
          const name = groups.find((group) => group.id === id)?.name ?? t('admin.goneGroup')
          return (
            <WhoRow key={id} picture={<GroupPicture />} name={name} detail={t('admin.finder.group')}>
              {disabled ? null : (
                <Button
                  appearance="subtle"
                  icon={<DismissRegular />}
                  aria-label={t('admin.finder.remove', { name })}
                  {...REMOVES}
                  onClick={({ currentTarget }) => {
                    leaving(currentTarget)
                    onChange({ ...assignedTo, groups: groupIds.filter((each) => each !== id) })
                  }}
                />
              )}
            </WhoRow>
          )
        })}
        <PeopleRows
          people={people}
          disabled={disabled}
          onLeave={leaving}
          onRemove={(id) => onChange({ ...assignedTo, people: people.filter((each) => each !== id) })}
        />
      </ul>
    </div>
  )
}

/** For whom something is, as one line. */
export const useAssignedWords = (): ((assignedTo: AssignedTo) => string) => {
  const { t } = useTranslation()
  const { groups } = useDraft()
  return ({ people, groups: groupIds }) => {
    const names = groupIds.map((id) => groups.find((group) => group.id === id)?.name ?? t('admin.goneGroup'))
    const parts = [...names, ...(people.length === 0 ? [] : [t('admin.finder.people', { count: people.length })])]
    return parts.length === 0 ? t('admin.nobody') : parts.join(', ')
  }
}
