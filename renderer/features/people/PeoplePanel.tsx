import { Button, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Participant } from '#shared/contract/signalling.ts'
import { useCall } from '../../app/services.ts'
import { Heading } from '../../ui/Heading.tsx'
import { useStageView } from '../stage/stage-view.ts'
import { PersonRow } from './PersonRow.tsx'
import { peopleList } from './people-list.ts'
import { useScrollFocus } from './use-scroll-focus.ts'

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    width: '340px',
    flexShrink: 0,
    marginLeft: tokens.spacingHorizontalM,
    borderRadius: '8px',
    overflow: 'hidden',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 699px)': { position: 'absolute', inset: 0, zIndex: 3, width: '100%', marginLeft: 0, borderRadius: 0 },
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
  },
  search: { maxWidth: 'none', margin: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}` },
  scroll: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    paddingBottom: tokens.spacingVerticalM,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  section: {
    margin: 0,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalXS}`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  list: { margin: 0, padding: 0, listStyle: 'none' },
  empty: { display: 'block', padding: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

const Section = ({ title, people }: { title: string; people: readonly Participant[] }) => {
  const styles = useStyles()
  const heading = useId()
  if (people.length === 0) return null
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className={styles.section}>
        {title} · {people.length}
      </h3>
      <ul className={styles.list}>
        {people.map(({ id }) => (
          <PersonRow key={id} participantId={id} />
        ))}
      </ul>
    </section>
  )
}

/** Everybody in the meeting, hands first. Opening it takes the focus, closing it gives the focus back. */
export const PeoplePanel = () => {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const view = useStageView()
  const heading = useId()
  const panel = useRef<HTMLElement>(null)
  const scroll = useRef<HTMLElement>(null)
  useScrollFocus(scroll)
  const [query, setQuery] = useState('')
  const participants = useCall((state) => state.participants)
  const selfId = useCall((state) => state.selfId)

  const compare = useMemo(() => new Intl.Collator(i18n.language).compare, [i18n.language])
  const { hands, others } = useMemo(
    () => peopleList(participants, selfId, query, compare),
    [participants, selfId, query, compare],
  )
  const found = hands.length + others.length

  useEffect(() => {
    const before = document.activeElement
    panel.current?.querySelector('input')?.focus()
    return () => {
      const back = before instanceof HTMLElement && before !== document.body ? before : undefined
      const target = back?.isConnected ? back : document.querySelector<HTMLElement>('[data-opens="people"]')
      target?.focus()
    }
  }, [])

  return (
    <aside ref={panel} className={styles.panel} aria-labelledby={heading} data-region>
      <div className={styles.head}>
        <Heading level={2} id={heading}>
          {t('people.title')}
        </Heading>
        <Button
          appearance="subtle"
          icon={<DismissRegular />}
          aria-label={t('common.close')}
          onClick={() => view.setState({ panel: undefined })}
        />
      </div>
      <SearchBox
        className={styles.search}
        aria-label={t('people.search')}
        placeholder={t('people.search')}
        value={query}
        onChange={(_, data) => setQuery(data.value)}
      />
      <section ref={scroll} className={styles.scroll} aria-label={t('people.list')}>
        <Section title={t('people.hands')} people={hands} />
        <Section title={t('people.inMeeting')} people={others} />
        {found === 0 ? <Text className={styles.empty}>{t('people.noMatch')}</Text> : null}
      </section>
      <span className={styles.unseen} role="status">
        {query === '' ? '' : t('people.matches', { count: found })}
      </span>
    </aside>
  )
}
