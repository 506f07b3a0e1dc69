import {
  Button,
  makeStyles,
  mergeClasses,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Tab,
  TabList,
  Text,
  Toast,
  Toaster,
  ToastTitle,
  tokens,
  useId,
  useToastController,
} from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { mayDo } from '#shared/policies/admin-roles.ts'
import { TRASH_DAYS } from '#shared/recording-library/retention.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useAdmin } from '../admin/admin-context.ts'
import { ExpiringNotice } from './ExpiringNotice.tsx'
import { RecordingPage } from './RecordingPage.tsx'
import { RecordingRow } from './RecordingRow.tsx'
import { type Shelf, useLibrary } from './use-library.ts'

const MINUTE = 60_000

const useStyles = makeStyles({
  page: {
    width: '100%',
    maxWidth: '880px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '40px 32px 64px',
    display: 'flex',
    flexDirection: 'column',
    gap: '24px',
    '@media (max-width: 699px)': { padding: '24px 16px 32px' },
  },
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingVerticalM,
  },
  search: { flexGrow: 1, flexBasis: '240px', maxWidth: '420px' },
  panel: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
  },
  padded: { padding: '24px' },
  list: { listStyle: 'none', margin: 0, padding: 0, '& > li + li': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` } },
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: '56px 24px',
    textAlign: 'center',
  },
  emptyText: { color: tokens.colorNeutralForeground3, maxWidth: '44ch', textWrap: 'balance' },
  skeleton: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXL },
  more: { alignSelf: 'center' },
})

interface ListProps {
  shelf: Shelf
  query: string
  onShelf: (shelf: Shelf) => void
  onQuery: (query: string) => void
  onOpen: (id: string) => void
}

const RecordingList = ({ shelf, query, onShelf, onQuery, onOpen }: ListProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const now = useNow(MINUTE)
  const isOfficer = useAdmin(({ role }) => role !== 'none' && role !== 'unknown' && mayDo(role, 'keepRecordings'))
  const shelves: readonly Shelf[] = isOfficer ? ['mine', 'organisation', 'trash'] : ['mine', 'trash']
  const { recordings, more, failed, reload, showMore } = useLibrary(shelf, query.trim())
  const nothing = query.trim() === '' ? shelf : 'search'

  return (
    <div className={styles.page}>
      <Heading level={1}>{t('recordings.title')}</Heading>
      {shelf === 'mine' && query === '' ? <ExpiringNotice onShow={([first]) => first !== undefined && onOpen(first.id)} /> : null}
      <div className={styles.tools}>
        <TabList
          aria-label={t('recordings.show')}
          selectedValue={shelf}
          onTabSelect={(_event, data) => {
            const chosen = shelves.find((known) => known === data.value)
            if (chosen !== undefined) onShelf(chosen)
          }}
        >
          {shelves.map((each) => (
            <Tab key={each} value={each}>
              {t(`recordings.of.${each}`)}
            </Tab>
          ))}
        </TabList>
        <SearchBox
          className={styles.search}
          aria-label={t('recordings.search')}
          placeholder={t('recordings.searchHint')}
          value={query}
          onChange={(_event, data) => onQuery(data.value)}
        />
      </div>
      {failed === undefined ? null : (
        <ErrorCard code={failed} className={mergeClasses(styles.panel, styles.padded)}>
          <Button onClick={reload}>{t('common.retry')}</Button>
        </ErrorCard>
      )}
      {recordings === undefined && failed === undefined ? (
        <Skeleton aria-label={t('recordings.loading')} className={mergeClasses(styles.panel, styles.padded, styles.skeleton)}>
          <SkeletonItem size={36} />
          <SkeletonItem size={36} />
          <SkeletonItem size={36} />
        </Skeleton>
      ) : null}
      {recordings?.length === 0 ? (
        <section className={mergeClasses(styles.panel, styles.empty)}>
          <Heading level={2}>{t(`recordings.empty.${nothing}.title`)}</Heading>
          <Text className={styles.emptyText}>{t(`recordings.empty.${nothing}.meaning`, { days: TRASH_DAYS })}</Text>
        </section>
      ) : null}
      {recordings === undefined || recordings.length === 0 ? null : (
        <ul className={mergeClasses(styles.panel, styles.list)} aria-label={t('recordings.title')}>
          {recordings.map((recording) => (
            <li key={recording.id}>
              <RecordingRow recording={recording} now={now} onOpen={() => onOpen(recording.id)} />
            </li>
          ))}
        </ul>
      )}
      {more ? (
        <Button className={styles.more} onClick={showMore}>
          {t('recordings.more')}
        </Button>
      ) : null}
    </div>
  )
}

/** The recordings that are somebody's to watch and, when one is opened, that one. */
export const RecordingsScreen = () => {
  const [shelf, setShelf] = useState<Shelf>('mine')
  const [query, setQuery] = useState('')
  const [opened, setOpened] = useState<string>()
  const toaster = useId('recordings')
  const { dispatchToast } = useToastController(toaster)
  const last = useRef(opened)

  // Whoever comes to another page is at its heading, so that a screen reader says where one is.
  useEffect(() => {
    if (last.current === opened) return
    last.current = opened
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [opened])

  const say = (text: string): void =>
    dispatchToast(
      <Toast>
        <ToastTitle>{text}</ToastTitle>
      </Toast>,
      { intent: 'info', timeout: 3000 },
    )

  return (
    <>
      {opened === undefined ? (
        <RecordingList shelf={shelf} query={query} onShelf={setShelf} onQuery={setQuery} onOpen={setOpened} />
      ) : (
        <RecordingPage key={opened} id={opened} onBack={() => setOpened(undefined)} onSay={say} />
      )}
      <Toaster toasterId={toaster} position="bottom-end" />
    </>
  )
}
