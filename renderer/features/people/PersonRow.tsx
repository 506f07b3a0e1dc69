import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { HandRightFilled } from '@fluentui/react-icons/svg/hand-right'
import { MicRegular } from '@fluentui/react-icons/svg/mic'
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { ShareScreenPersonRegular } from '@fluentui/react-icons/svg/share-screen-person'
import { StarFilled } from '@fluentui/react-icons/svg/star'
import { VideoRegular } from '@fluentui/react-icons/svg/video'
import { VideoOffRegular } from '@fluentui/react-icons/svg/video-off'
import { memo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { mayManage } from '../actions/person-actions.ts'
import { WhoLines } from '../encryption/WhoLines.tsx'
import { LeftOutMark } from '../recording/LeftOutMark.tsx'
import { ConnectionBars } from '../stage/ConnectionBars.tsx'
import { participantOf, producerOf } from '../stage/participant-media.ts'
import { useTileFacts } from '../stage/use-tile-facts.ts'
import { StandingIcon, useStandingWords } from './StandingMark.tsx'

const useStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '48px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  marks: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  standing: { display: 'flex', alignItems: 'center', gap: '4px' },
  mark: { flexShrink: 0, fontSize: '16px' },
  attention: { display: 'flex', alignItems: 'center', gap: '4px', color: tokens.colorPaletteMarigoldForeground2 },
  signs: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    fontSize: '20px',
    color: tokens.colorNeutralForeground2,
  },
  sign: { display: 'flex' },
  menu: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalXS})`, marginRight: `calc(-1 * ${tokens.spacingHorizontalS})` },
  amber: { color: tokens.colorPaletteMarigoldForeground2 },
})

interface Props {
  participantId: string
  onMenu(participantId: string, anchor: HTMLElement): void
}

/** One person: who they are, from where, what is true of them now, and what one may do to them. */
export const PersonRow = memo(({ participantId, onMenu }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const standingWords = useStandingWords()
  const facts = useTileFacts(participantId, 'camera')
  const cutOff = useCall((state) => participantOf(state, participantId)?.connection === 'reconnecting')
  const role = useCall((state) => participantOf(state, participantId)?.role)
  const cameraOn = useCall((state) => {
    if (participantId === state.selfId) return state.local.camera.state === 'on'
    const participant = participantOf(state, participantId)
    return participant !== undefined && producerOf(participant, 'camera') !== undefined
  })
  const claimed = useCall((state) => participantOf(state, participantId)?.name)
  const manages = useCall((state) => state.phase === 'joined' && mayManage(state, participantId))
  if (facts === undefined || role === undefined) return null

  const from =
    facts.outsider === undefined ? undefined : standingWords({ standing: facts.outsider, organisation: facts.organisation })

  const sign = (icon: ReactElement, label: string, amber = false) => (
    <span role="img" aria-label={label} title={label} className={mergeClasses(styles.sign, amber && styles.amber)}>
      {icon}
    </span>
  )

  return (
    <li className={styles.row} data-person={participantId}>
      <Avatar name={facts.initialsOf} size={32} />
      <span className={styles.words}>
        <span className={styles.name}>{facts.self ? t('stage.you', { name: facts.name }) : facts.name}</span>
        {cutOff ? (
          <span className={mergeClasses(styles.marks, styles.attention)}>
            <ArrowSyncRegular aria-hidden="true" />
            {t('stage.reconnecting')}
          </span>
        ) : (
          <span className={styles.marks}>{t(`people.role.${role}`)}</span>
        )}
        {cutOff || facts.outsider === undefined ? null : (
          <span className={mergeClasses(styles.marks, styles.standing)}>
            <StandingIcon standing={facts.outsider} className={styles.mark} />
            <span className={styles.name} title={from}>
              {from}
            </span>
          </span>
        )}
        <LeftOutMark participantId={participantId} className={mergeClasses(styles.marks, styles.attention)} />
        {facts.known === undefined ? null : <WhoLines known={facts.known} claimed={claimed} self={facts.self} />}
      </span>
      <span className={styles.signs}>
        {facts.handRaised ? sign(<HandRightFilled />, t('stage.handRaised'), true) : null}
        {facts.sharing ? sign(<ShareScreenPersonRegular />, t('stage.sharing')) : null}
        {facts.quality === 'good'
          ? null
          : sign(<ConnectionBars quality={facts.quality} />, t(`stage.quality.${facts.quality}`), facts.quality === 'poor')}
        {facts.microphoneOn ? sign(<MicRegular />, t('stage.microphoneOn')) : sign(<MicOffRegular />, t('stage.microphoneOff'))}
        {facts.spotlit ? sign(<StarFilled />, t('stage.spotlit')) : null}
        {cameraOn ? sign(<VideoRegular />, t('people.cameraOn')) : sign(<VideoOffRegular />, t('stage.cameraOff'))}
      </span>
      {(manages || facts.known?.fingerprint !== undefined) && !facts.self ? (
        <Button
          appearance="subtle"
          className={styles.menu}
          icon={<MoreHorizontalRegular />}
          aria-label={t('manage.person', { name: facts.name })}
          aria-haspopup="menu"
          onClick={(event) => onMenu(participantId, event.currentTarget)}
        />
      ) : null}
    </li>
  )
})
PersonRow.displayName = 'PersonRow'
