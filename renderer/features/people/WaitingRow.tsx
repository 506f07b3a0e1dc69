import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles, tokens } from '@fluentui/react-components'
import { ClockRegular } from '@fluentui/react-icons/svg/clock'
import { DoorArrowRightRegular } from '@fluentui/react-icons/svg/door-arrow-right'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { ProhibitedRegular } from '@fluentui/react-icons/svg/prohibited'
import { useTranslation } from 'react-i18next'
import type { WaitingPerson } from '#shared/contract/moderation.ts'
import { useCall } from '../../app/services.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { useRun } from '../actions/ActionHost.tsx'
import { WaitingMark, WaitingMarks } from './WaitingMarks.tsx'

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
  const { id, name, since } = person
  const cutOff = useCall((state) => state.phase !== 'joined')
  const deny = (block: boolean): void => run(({ engine }) => engine.moderation.deny({ waitingId: id, block }))
  return (
    <li className={styles.row} data-waiting={id}>
      <Avatar name={name} size={32} />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <WaitingMarks person={person} />
        <WaitingMark icon={<ClockRegular className={styles.icon} aria-hidden="true" />}>
          {t('admitting.waitingSince', { time: format.time(since) })}
        </WaitingMark>
      </span>
      <span className={styles.actions}>
        <Button
          className={styles.admit}
          aria-label={t('admitting.admitNamed', { name })}
          disabledFocusable={cutOff}
          onClick={() => run(({ engine }) => engine.moderation.admit({ waitingIds: [id] }))}
        >
          {t('admitting.admit')}
        </Button>
        <Menu inline positioning="below-end">
          <MenuTrigger disableButtonEnhancement>
            <Button
              appearance="subtle"
              icon={<MoreHorizontalRegular />}
              aria-label={t('admitting.more', { name })}
              disabledFocusable={cutOff}
            />
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
