import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { HandRightFilled } from '@fluentui/react-icons/svg/hand-right'
import { MicRegular } from '@fluentui/react-icons/svg/mic'
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off'
import { ShareScreenPersonRegular } from '@fluentui/react-icons/svg/share-screen-person'
import { VideoRegular } from '@fluentui/react-icons/svg/video'
import { VideoOffRegular } from '@fluentui/react-icons/svg/video-off'
import { memo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useCall } from '../../app/services.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { ConnectionBars } from '../stage/ConnectionBars.tsx'
import { participantOf, producerOf } from '../stage/participant-media.ts'
import { tileFacts } from '../stage/tile-facts.ts'

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
  attention: { display: 'flex', alignItems: 'center', gap: '4px', color: tokens.colorPaletteMarigoldForeground2 },
  signs: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    fontSize: '20px',
    color: tokens.colorNeutralForeground2,
  },
  sign: { display: 'flex' },
  amber: { color: tokens.colorPaletteMarigoldForeground2 },
})

/** One person: who they are, from where, and what is true of them now. */
export const PersonRow = memo(({ participantId }: { participantId: string }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const facts = useCall(useShallow((state) => tileFacts(state, participantId, 'camera')))
  const cutOff = useCall((state) => participantOf(state, participantId)?.connection === 'reconnecting')
  const role = useCall((state) => participantOf(state, participantId)?.role)
  const cameraOn = useCall((state) => {
    if (participantId === state.selfId) return state.local.camera.state === 'on'
    const participant = participantOf(state, participantId)
    return participant !== undefined && producerOf(participant, 'camera') !== undefined
  })
  if (facts === undefined || role === undefined) return null

  const marks = [
    t(`people.role.${role}`),
    facts.outsider === 'guest' && t('stage.guest'),
    facts.outsider === 'external' && t('stage.from', { organisation: facts.organisation ?? '' }),
  ].filter((mark) => mark !== false)

  const sign = (icon: ReactElement, label: string, amber = false) => (
    <span role="img" aria-label={label} title={label} className={mergeClasses(styles.sign, amber && styles.amber)}>
      {icon}
    </span>
  )

  return (
    <li className={styles.row} data-person={participantId}>
      <Avatar name={facts.name} size={32} />
      <span className={styles.words}>
        <span className={styles.name}>{facts.self ? t('stage.you', { name: facts.name }) : facts.name}</span>
        {cutOff ? (
          <span className={mergeClasses(styles.marks, styles.attention)}>
            <ArrowSyncRegular aria-hidden="true" />
            {t('stage.reconnecting')}
          </span>
        ) : (
          <span className={styles.marks}>{marks.join(' · ')}</span>
        )}
      </span>
      <span className={styles.signs}>
        {facts.handRaised ? sign(<HandRightFilled />, t('stage.handRaised'), true) : null}
        {facts.sharing ? sign(<ShareScreenPersonRegular />, t('stage.sharing')) : null}
        {facts.quality === 'good'
          ? null
          : sign(<ConnectionBars quality={facts.quality} />, t(`stage.quality.${facts.quality}`), facts.quality === 'poor')}
        {facts.microphoneOn ? sign(<MicRegular />, t('stage.microphoneOn')) : sign(<MicOffRegular />, t('stage.microphoneOff'))}
        {cameraOn ? sign(<VideoRegular />, t('people.cameraOn')) : sign(<VideoOffRegular />, t('stage.cameraOff'))}
      </span>
    </li>
  )
})
PersonRow.displayName = 'PersonRow'
