import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { CalendarCancelRegular } from '@fluentui/react-icons/svg/calendar-cancel'
import { ChatRegular } from '@fluentui/react-icons/svg/chat'
import { DesktopRegular } from '@fluentui/react-icons/svg/desktop'
import { LinkRegular } from '@fluentui/react-icons/svg/link'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { useTranslation } from 'react-i18next'
import type { Meeting } from '#shared/contract/common.ts'
import { useNavigator } from '../../app/navigation.ts'
import { useAccount } from '../../app/services.ts'
import { useMeetingLinks } from '../../app/use-about.ts'
import { LabelMark } from '../../ui/LabelMark.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { isNear } from './agenda.ts'
import { useDuration } from './use-duration.ts'

const NARROW = '@media (max-width: 560px)'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: '76px minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalL,
    padding: '16px 16px 16px 24px',
    [NARROW]: {
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
      padding: '12px 8px 12px 16px',
    },
  },
  when: {
    display: 'flex',
    flexDirection: 'column',
    fontVariantNumeric: 'tabular-nums',
    [NARROW]: { flexDirection: 'row', alignItems: 'baseline', gap: tokens.spacingHorizontalS },
  },
  what: { display: 'flex', flexDirection: 'column', minWidth: 0, [NARROW]: { gridColumn: 1 } },
  title: {
    overflowWrap: 'anywhere',
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
  },
  about: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    [NARROW]: { gridColumn: 2, gridRow: '1 / span 2' },
  },
  join: { minWidth: '72px' },
})

interface Props {
  meeting: Meeting
  now: number
  onSay: (text: string) => void
  onChat: () => void
  onCancel: () => void
  onSetUp: () => void
}

/** One meeting: when, what, who organises, and what one can do with it. */
export const MeetingRow = ({ meeting, now, onSay, onChat, onCancel, onSetUp }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const duration = useDuration()
  const navigation = useNavigator()
  const account = useAccount()
  const links = useMeetingLinks()(meeting.code)
  const { title, organiser, label, present, kind, startsAt, durationMinutes } = meeting
  const own = account?.person.id === organiser.id

  const copy = (link: string): void => {
    navigator.clipboard.writeText(link).then(
      () => onSay(t('home.copied')),
      () => onSay(t('home.copyFailed')),
    )
  }

  return (
    <div className={styles.row}>
      <div className={styles.when}>
        {startsAt === undefined ? (
          <Text className={styles.quiet}>{t('home.untimed')}</Text>
        ) : (
          <Text weight="semibold">{format.time(startsAt)}</Text>
        )}
        {startsAt === undefined || durationMinutes === undefined ? null : (
          <Text size={200} className={styles.quiet}>
            {duration(durationMinutes)}
          </Text>
        )}
      </div>
      <div className={styles.what}>
        <Text weight="semibold" className={styles.title}>
          {title}
        </Text>
        <Text size={200} className={mergeClasses(styles.quiet, styles.about)}>
          <span>{own ? t('home.organisedByYou') : t('home.organisedBy', { name: organiser.name })}</span>
          {kind === 'meeting' ? null : <span>{t(`options.kind.${kind}`)}</span>}
          {label === undefined ? null : <LabelMark label={label} />}
          {present !== undefined && present > 0 ? <span>{t('home.present', { count: present })}</span> : null}
        </Text>
      </div>
      <div className={styles.actions}>
        <Button
          className={styles.join}
          appearance={isNear(meeting, now) ? 'primary' : 'secondary'}
          aria-label={t('home.joinMeeting', { title })}
          onClick={() => navigation.open(meeting.code)}
        >
          {t('home.join')}
        </Button>
        <Menu inline positioning="below-end">
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={t('home.more', { title })} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem icon={<ChatRegular />} onClick={onChat}>
                {t('home.chat')}
              </MenuItem>
              <MenuDivider />
              <MenuItem icon={<LinkRegular />} onClick={() => copy(links.web)}>
                {t('home.copyWebLink')}
              </MenuItem>
              <MenuItem icon={<DesktopRegular />} onClick={() => copy(links.desktop)}>
                {t('home.copyDesktopLink')}
              </MenuItem>
              {own ? <MenuDivider /> : null}
              {own ? (
                <MenuItem icon={<SettingsRegular />} onClick={onSetUp}>
                  {t('setup.open')}
                </MenuItem>
              ) : null}
              {own ? (
                <MenuItem icon={<CalendarCancelRegular />} onClick={onCancel}>
                  {t('home.cancelMeeting')}
                </MenuItem>
              ) : null}
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
    </div>
  )
}
