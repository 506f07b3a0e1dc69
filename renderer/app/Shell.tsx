import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { CalendarLtrFilled, CalendarLtrRegular } from '@fluentui/react-icons/svg/calendar-ltr'
import { SettingsFilled, SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { ShieldTaskFilled, ShieldTaskRegular } from '@fluentui/react-icons/svg/shield-task'
import { VideoClipFilled, VideoClipRegular } from '@fluentui/react-icons/svg/video-clip'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAdmin, useVisit } from '../features/admin/admin-context.ts'
import { CrashNotice } from '../features/diagnostics/CrashNotice.tsx'
import { UpdateNotice } from '../features/updates/UpdateNotice.tsx'
import { ProductGlyph } from '../ui/ProductMark.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { useNavigation, useNavigator } from './navigation.ts'

const NARROW = '@media (max-width: 699px)'
/** Long names of screens, as in German, have just room side by side on a phone; what has none in the narrowest window ends in dots. */
const SIDES = 'clamp(4px, 5vw - 8px, 16px)'

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minHeight: '100dvh',
    display: 'flex',
    backgroundColor: tokens.colorNeutralBackground2,
    [NARROW]: { flexDirection: 'column' },
  },
  rail: {
    position: 'sticky',
    top: 0,
    height: '100dvh',
    minWidth: '76px',
    flexShrink: 0,
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalXL} 6px ${tokens.spacingVerticalL}`,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    [NARROW]: {
      order: 1,
      top: 'auto',
      bottom: 0,
      minWidth: 0,
      width: '100%',
      height: 'auto',
      zIndex: 1,
      flexDirection: 'row',
      justifyContent: 'space-between',
      gap: SIDES,
      padding: `${tokens.spacingVerticalXS} ${SIDES}`,
      borderRight: 'none',
      borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  mark: { display: 'flex', [NARROW]: { display: 'none' } },
  nav: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    flexGrow: 1,
    [NARROW]: { flexDirection: 'row', gap: 0, minWidth: 0 },
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '2px',
    minWidth: '64px',
    minHeight: '56px',
    padding: '4px',
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    [NARROW]: { minWidth: 0, minHeight: '48px', paddingLeft: '2px', paddingRight: '2px', fontSize: tokens.fontSizeBase100 },
  },
  current: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  icon: { fontSize: '24px', display: 'flex' },
  label: { maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  main: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
})

/** The frame of the screens outside meetings: the rail at the left (at the bottom of a narrow window) and the screen beside it. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const navigation = useNavigator()
  const current = useNavigation((state) => state.screen)
  const visit = useVisit()
  // Whenever one is out of a meeting: somebody may have been made an administrator meanwhile.
  useEffect(() => void visit.learnRole(), [visit])
  const administers = useAdmin(({ role }) => role !== 'none' && role !== 'unknown')
  const items = [
    { at: 'meetings', label: t('home.title'), regular: <CalendarLtrRegular />, filled: <CalendarLtrFilled /> },
    { at: 'recordings', label: t('recordings.title'), regular: <VideoClipRegular />, filled: <VideoClipFilled /> },
    ...(administers
      ? [{ at: 'admin', label: t('admin.title'), regular: <ShieldTaskRegular />, filled: <ShieldTaskFilled /> } as const]
      : []),
    { at: 'settings', label: t('settings.title'), regular: <SettingsRegular />, filled: <SettingsFilled /> },
  ] as const
  return (
    <div className={styles.root}>
      <header className={styles.rail}>
        <div className={styles.mark}>
          <ProductGlyph />
        </div>
        <nav aria-label={t('home.rail')} className={styles.nav}>
          {items.map(({ at, label, regular, filled }) => (
            <button
              key={at}
              type="button"
              aria-current={current === at ? 'page' : undefined}
              className={mergeClasses(styles.item, current === at && styles.current)}
              onClick={() => navigation.goTo(at)}
            >
              <span className={styles.icon} aria-hidden="true">
                {current === at ? filled : regular}
              </span>
              <span className={styles.label}>{label}</span>
            </button>
          ))}
        </nav>
        <AccountMenu />
      </header>
      <main className={styles.main}>
        <UpdateNotice />
        <CrashNotice />
        {children}
      </main>
    </div>
  )
}
