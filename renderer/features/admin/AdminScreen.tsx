import { Button, Field, makeStyles, mergeClasses, Select, Spinner, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMediaQuery } from '../../ui/appearance.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { Heading } from '../../ui/Heading.tsx'
import { useAdmin, useVisit } from './admin-context.ts'
import { type AdminPlace, AREAS, type Area } from './admin-place.ts'
import { AuditPage } from './audit/AuditPage.tsx'
import { AdministratorsPage } from './pages/AdministratorsPage.tsx'
import { ChangeHistory, ChangePage } from './pages/ChangesPages.tsx'
import { ConflictPage } from './pages/ConflictPage.tsx'
import { EncryptionEntry, EncryptionList } from './pages/EncryptionPages.tsx'
import { FilePage } from './pages/FilePage.tsx'
import { GroupEntry, GroupList } from './pages/GroupPages.tsx'
import { LabelEntry, LabelList } from './pages/LabelPages.tsx'
import { LicencesPage } from './pages/LicencesPage.tsx'
import { MeetingPolicyEntry, MeetingPolicyList } from './pages/MeetingPolicyPages.tsx'
import { OrganisationPage } from './pages/OrganisationPage.tsx'
import { RecordingsRulesPage } from './pages/RecordingsRulesPage.tsx'
import { ReportsPage } from './pages/ReportsPage.tsx'
import { ReviewPage } from './pages/ReviewPage.tsx'
import { TemplateEntry, TemplateList } from './pages/TemplatePages.tsx'
import { DraftBar } from './parts/DraftBar.tsx'
import { useFocusRescue } from './use-focus-rescue.ts'

const NARROW = '(max-width: 959px)'

const useStyles = makeStyles({
  frame: {
    width: '100%',
    maxWidth: '1440px',
    boxSizing: 'border-box',
    margin: '0 auto',
    padding: '40px 32px 64px',
    display: 'grid',
    // As wide as the longest name, which is not broken.
    gridTemplateColumns: 'minmax(200px, max-content) minmax(0, 1fr)',
    alignItems: 'start',
    gap: '32px',
    [`@media ${NARROW}`]: { gridTemplateColumns: 'minmax(0, 1fr)', gap: '24px' },
    '@media (max-width: 699px)': { padding: '24px 16px 32px' },
  },
  nav: {
    position: 'sticky',
    top: '40px',
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    [`@media ${NARROW}`]: { position: 'static' },
  },
  heading: { padding: '0 12px 8px', color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightSemibold },
  item: {
    minHeight: '36px',
    padding: '6px 12px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground2Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    color: tokens.colorBrandForeground1,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  gap: { marginTop: tokens.spacingVerticalL },
  main: { display: 'flex', flexDirection: 'column', gap: '24px', minWidth: 0 },
  refused: { padding: '40px 32px' },
})

/** Below these, what is about all of the rules. */
const FIRST_ABOUT_ALL: Area = 'reports'

/** The areas at the left; in a narrow window, one control above the page. */
const AdminNav = ({ at }: { at: Area | undefined }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const visit = useVisit()
  const narrow = useMediaQuery(NARROW)
  const open = (value: string): void => {
    const area = AREAS.find((known) => known === value)
    if (area !== undefined) visit.go({ at: area })
  }
  if (narrow) {
    return (
      <nav aria-label={t('admin.title')} className={styles.nav}>
        <Field label={t('admin.title')}>
          <Select value={at ?? ''} onChange={(_event, data) => open(data.value)}>
            {at === undefined ? <option value="">{t('admin.review.title')}</option> : null}
            {AREAS.map((area) => (
              <option key={area} value={area}>
                {t(`admin.area.${area}`)}
              </option>
            ))}
          </Select>
        </Field>
      </nav>
    )
  }
  return (
    <nav aria-label={t('admin.title')} className={styles.nav}>
      <Text className={styles.heading}>{t('admin.title')}</Text>
      {AREAS.map((area) => (
        <button
          key={area}
          type="button"
          aria-current={at === area ? 'page' : undefined}
          className={mergeClasses(styles.item, at === area && styles.current, area === FIRST_ABOUT_ALL && styles.gap)}
          onClick={() => visit.go({ at: area })}
        >
          {t(`admin.area.${area}`)}
        </button>
      ))}
    </nav>
  )
}

const Page = ({ place }: { place: AdminPlace }): ReactNode => {
  if ('entry' in place) {
    const { at, entry } = place
    switch (at) {
      case 'encryption':
        return <EncryptionEntry key={entry} entry={entry} />
      case 'meetings':
        return <MeetingPolicyEntry key={entry} entry={entry} />
      case 'templates':
        return <TemplateEntry key={entry} entry={entry} />
      case 'labels':
        return <LabelEntry key={entry} entry={entry} />
      case 'groups':
        return <GroupEntry key={entry} entry={entry} />
    }
  }
  if ('revision' in place) return <ChangePage revision={place.revision} />
  switch (place.at) {
    case 'encryption':
      return <EncryptionList />
    case 'meetings':
      return <MeetingPolicyList />
    case 'templates':
      return <TemplateList />
    case 'labels':
      return <LabelList />
    case 'licences':
      return <LicencesPage />
    case 'groups':
      return <GroupList />
    case 'administrators':
      return <AdministratorsPage />
    case 'recordings':
      return <RecordingsRulesPage />
    case 'settings':
      return <OrganisationPage />
    case 'reports':
      return <ReportsPage />
    case 'audit':
      return <AuditPage />
    case 'changes':
      return <ChangeHistory />
    case 'file':
      return <FilePage />
    case 'review':
      return <ReviewPage />
  }
}

/** Whoever comes to another page is at its heading, so that a screen reader says where one is. */
const useHeadingFocus = (place: AdminPlace, inConflict: boolean): void => {
  const last = useRef({ place, inConflict })
  useEffect(() => {
    if (last.current.place === place && last.current.inConflict === inConflict) return
    last.current = { place, inConflict }
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [place, inConflict])
}

/** The organisation's rules, made and changed. */
export const AdminScreen = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const visit = useVisit()
  const place = useAdmin((state) => state.place)
  const role = useAdmin((state) => state.role)
  const conflict = useAdmin((state) => state.conflict)
  const ready = useAdmin(({ draft }) => draft !== undefined)
  const refusal = useAdmin((state) => state.refusal)
  const frame = useRef<HTMLDivElement>(null)
  useHeadingFocus(place, conflict !== undefined)
  useFocusRescue(frame)

  useEffect(() => void visit.load(), [visit])

  const content = (): ReactNode => {
    if (conflict !== undefined) return <ConflictPage conflict={conflict} />
    if (ready && role !== 'unknown') return <Page place={place} />
    if (refusal === undefined) {
      return (
        <>
          <Heading level={1}>{t('admin.title')}</Heading>
          <Spinner label={t('common.loading')} />
        </>
      )
    }
    return (
      <ErrorCard code={refusal.code} level={1}>
        <Button onClick={() => void visit.load()}>{t('common.retry')}</Button>
      </ErrorCard>
    )
  }

  if (role === 'none') return <ErrorCard code="FORBIDDEN" level={1} className={styles.refused} />
  return (
    <div ref={frame} className={styles.frame}>
      <AdminNav at={place.at === 'review' || conflict !== undefined ? undefined : place.at} />
      <div className={styles.main}>
        {ready && conflict === undefined ? <DraftBar /> : null}
        {content()}
      </div>
    </div>
  )
}
