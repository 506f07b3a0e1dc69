import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { DoorArrowRightRegular } from '@fluentui/react-icons/svg/door-arrow-right'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited'
import { ShieldCheckmarkRegular } from '@fluentui/react-icons/svg/shield-checkmark'
import { ShieldQuestionRegular } from '@fluentui/react-icons/svg/shield-question'
import { useTranslation } from 'react-i18next'
import type { WaitingPerson } from '#shared/contract/moderation.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { StandingIcon, useStandingWords } from './StandingMark.tsx'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  words: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  name: { overflowWrap: 'anywhere' },
  mark: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: '4px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: 'anywhere',
  },
  unverified: { color: tokens.colorPaletteMarigoldForeground2 },
  icon: { flexShrink: 0, fontSize: '16px' },
  actions: { display: 'flex', alignItems: 'flex-start', gap: '2px' },
  admit: { minWidth: 'auto' },
})

/** Somebody who waits: who, from where, how that is known, and the two answers. */
export const WaitingRow = ({ person }: { person: WaitingPerson }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const run = useRun()
  const standingWords = useStandingWords()
  const { id, name, standing, verification, since } = person
  const words = standingWords(person)
  const unverified = verification === 'nothing'
  const deny = (block: boolean): void => run(({ engine }) => engine.moderation.deny({ waitingId: id, block }))
  return (
    <li className={styles.row} data-waiting={id}>
      <Avatar name={name} size={32} />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        {standing === 'member' || words === undefined ? null : (
          <span className={styles.mark}>
            <StandingIcon standing={standing} className={styles.icon} />
            {words}
          </span>
        )}
        <span className={mergeClasses(styles.mark, unverified && styles.unverified)}>
          {unverified ? (
            <ShieldQuestionRegular className={styles.icon} aria-hidden="true" />
          ) : (
            <ShieldCheckmarkRegular className={styles.icon} aria-hidden="true" />
          )}
          {t(`verification.${verification}`)}
        </span>
        <span className={styles.mark}>{t('admitting.waitingSince', { time: format.time(since) })}</span>
      </span>
      <span className={styles.actions}>
        <Button
          className={styles.admit}
          aria-label={t('admitting.admitNamed', { name })}
          onClick={() => run(({ engine }) => engine.moderation.admit({ waitingIds: [id] }))}
        >
          {t('admitting.admit')}
        </Button>
        <Menu inline positioning="below-end">
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={t('admitting.more', { name })} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem icon={<DoorArrowRightRegular />} subText={t('admitting.denyNote')} onClick={() => deny(false)}>
                {t('admitting.deny')}
              </MenuItem>
              <MenuItem icon={<ProhibitedRegular />} subText={t('admitting.blockNote')} onClick={() => deny(true)}>
                {t('admitting.block')}
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </span>
    </li>
  )
}
