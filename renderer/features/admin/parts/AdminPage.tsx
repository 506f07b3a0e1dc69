import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ADMIN_ROLES, mayChange, type Section } from '#shared/policies/admin-roles.ts'
import { Heading } from '../../../ui/Heading.tsx'
import { useFormat } from '../../../ui/use-format.ts'
import { useAdminRole, useMayChange, useVisit } from '../admin-context.ts'
import type { AdminPlace } from '../admin-place.ts'

const useStyles = makeStyles({
  page: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    gap: '32px',
  },
  withAside: { '@media (min-width: 1200px)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(280px, 340px)' } },
  content: { display: 'flex', flexDirection: 'column', gap: '24px', minWidth: 0, containerType: 'inline-size' },
  head: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalS },
  back: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
  titleRow: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    width: '100%',
  },
  note: { color: tokens.colorNeutralForeground3, maxWidth: '72ch', textWrap: 'pretty' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  locked: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  icon: { flexShrink: 0, fontSize: '20px' },
})

interface Props {
  title: string
  note?: string | undefined
  /** Where one comes from. */
  back?: { place: AdminPlace; label: string }
  actions?: ReactNode
  aside?: ReactNode
  /** Said above where this may only be read. */
  section?: Section
  children: ReactNode
}

/** Who may change a section instead, in words; nothing for whoever may. */
const ReadOnly = ({ section }: { section: Section }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const role = useAdminRole()
  const may = useMayChange(section)
  if (may) return null
  const others = ADMIN_ROLES.filter((each) => mayChange(each, section)).map((each) => t(`admin.roles.${each}`))
  return (
    <div className={styles.locked}>
      <LockClosedRegular className={styles.icon} aria-hidden="true" />
      <Text>{t('admin.readOnly', { role: t(`admin.role.${role}`), others: format.list(others) })}</Text>
    </div>
  )
}

/** One page of the admin centre: its name, what is on it, and at the right what it means. */
export const AdminPage = ({ title, note, back, actions, aside, section, children }: Props) => {
  const styles = useStyles()
  const visit = useVisit()
  return (
    <div className={mergeClasses(styles.page, aside !== undefined && styles.withAside)}>
      <div className={styles.content}>
        <div className={styles.head}>
          {back === undefined ? null : (
            <Button appearance="subtle" className={styles.back} icon={<ArrowLeftRegular />} onClick={() => visit.go(back.place)}>
              {back.label}
            </Button>
          )}
          <div className={styles.titleRow}>
            <Heading level={1}>{title}</Heading>
            {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
          </div>
          {note === undefined ? null : <Text className={styles.note}>{note}</Text>}
        </div>
        {section === undefined ? null : <ReadOnly section={section} />}
        {children}
      </div>
      {aside}
    </div>
  )
}
