import { makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useCallback, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Participant } from '#shared/contract/signalling.ts'
import { useCall } from '../../app/services.ts'
import { peopleIn } from '../../call/encryption/known-person.ts'
import { waitingIn } from '../../call/moderation/waiting-in.ts'
import { ownConsent } from '../../call/recording/recording-state.ts'
import { OwnConsent } from '../recording/OwnConsent.tsx'
import { Panel } from '../stage/Panel.tsx'
import { LobbySection } from './LobbySection.tsx'
import { ManageMenu } from './ManageMenu.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { PersonRow } from './PersonRow.tsx'
import { matchesQuery, peopleList } from './people-list.ts'
import { RemovedSection } from './RemovedSection.tsx'
import { SectionHeading } from './SectionHeading.tsx'
import { useScrollFocus } from './use-scroll-focus.ts'

const useStyles = makeStyles({
  search: { maxWidth: 'none', margin: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}` },
  consent: { padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}` },
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    paddingBottom: tokens.spacingVerticalM,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  empty: { display: 'block', padding: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

interface SectionProps {
  title: string
  people: readonly Participant[]
  action?: ReactNode
  onMenu(participantId: string, anchor: HTMLElement): void
}

const Section = ({ title, people, action, onMenu }: SectionProps) => {
  const styles = useStyles()
  const heading = useId()
  if (people.length === 0) return null
  return (
    <section aria-labelledby={heading}>
      <SectionHeading id={heading} title={title} count={people.length} action={action} />
      <ul className={styles.list}>
        {people.map(({ id }) => (
          <PersonRow key={id} participantId={id} onMenu={onMenu} />
        ))}
      </ul>
    </section>
  )
}

/** The lobby first, then hands, then everybody by role, then who was removed. */
export const PeoplePanel = () => {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const scroll = useRef<HTMLElement>(null)
  useScrollFocus(scroll)
  const [query, setQuery] = useState('')
  const [menu, setMenu] = useState<{ participantId: string; anchor: HTMLElement }>()
  const participants = useCall(peopleIn)
  const allWaiting = useCall(waitingIn)
  const selfId = useCall((state) => state.selfId)
  const asked = useCall((state) => ownConsent(state) !== undefined)
  const onMenu = useCallback((participantId: string, anchor: HTMLElement) => setMenu({ participantId, anchor }), [])

  const compare = useMemo(() => new Intl.Collator(i18n.language).compare, [i18n.language])
  const { hands, others } = useMemo(
    () => peopleList(participants, selfId, query, compare),
    [participants, selfId, query, compare],
  )
  const waiting = useMemo(() => allWaiting.filter((person) => matchesQuery(person, query)), [allWaiting, query])
  const found = waiting.length + hands.length + others.length

  return (
    <Panel opens="people" title={t('people.title')} actions={<ManageMenu />}>
      <SearchBox
        className={styles.search}
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={query}
        onChange={(_, data) => setQuery(data.value)}
      />
      {asked ? (
        <div className={styles.consent}>
          <OwnConsent />
        </div>
      ) : null}
      <section ref={scroll} className={styles.scroll} aria-label={t('people.list')}>
        <LobbySection people={waiting} />
        <Section title={t('people.hands')} people={hands} onMenu={onMenu} />
        <Section title={t('people.inMeeting')} people={others} onMenu={onMenu} />
        {found === 0 ? <Text className={styles.empty}>{t('people.noMatch')}</Text> : null}
        {query === '' ? <RemovedSection /> : null}
      </section>
      <span className={styles.unseen} role="status">
        {query === '' ? '' : t('people.matches', { count: found })}
      </span>
      {menu === undefined ? null : <PersonMenu {...menu} onClose={() => setMenu(undefined)} />}
    </Panel>
  )
}
