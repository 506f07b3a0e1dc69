import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/Avatar.tsx'
import type { MentionedName } from './text-parts.ts'

const useStyles = makeStyles({
  list: {
    position: 'absolute',
    left: tokens.spacingHorizontalM,
    right: tokens.spacingHorizontalM,
    bottom: '100%',
    zIndex: 1,
    margin: 0,
    padding: '4px',
    listStyle: 'none',
    borderRadius: '4px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  option: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalS}`,
    borderRadius: '4px',
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    ':hover': { color: tokens.colorNeutralForeground1Hover, backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: {
    color: tokens.colorNeutralForeground1Selected,
    backgroundColor: tokens.colorNeutralBackground1Selected,
    '@media (forced-colors: active)': { outline: '2px solid Highlight' },
  },
})

export const optionId = (list: string, index: number): string => `${list}-${index}`

/** The people who are offered; the keyboard stays in the text field. */
export const MentionOptions = ({
  id,
  people,
  active,
  onPick,
}: {
  id: string
  people: readonly MentionedName[]
  active: number
  onPick(person: MentionedName): void
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  if (people.length === 0) return null
  return (
    <div id={id} role="listbox" className={styles.list} aria-label={t('chat.compose.people')}>
      {people.map((person, index) => (
        <div
          key={person.personId}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={mergeClasses(styles.option, index === active && styles.active)}
          // The text field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onPick(person)
          }}
        >
          <Avatar name={person.name} size={24} />
          {person.name}
        </div>
      ))}
    </div>
  )
}
