import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { HandRightFilled } from '@fluentui/react-icons/svg/hand-right'
import { MicOffFilled } from '@fluentui/react-icons/svg/mic-off'
import { PersonProhibitedFilled } from '@fluentui/react-icons/svg/person-prohibited'
import { PersonWarningFilled } from '@fluentui/react-icons/svg/person-warning'
import { PinFilled } from '@fluentui/react-icons/svg/pin'
import { ShieldErrorFilled } from '@fluentui/react-icons/svg/shield-error'
import { StarFilled } from '@fluentui/react-icons/svg/star'
import { VideoOffRegular } from '@fluentui/react-icons/svg/video-off'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useReducedMotion } from '../../ui/appearance.ts'
import { useWhoWords } from '../encryption/use-who-words.ts'
import { isDoubtful, WhoIcon } from '../encryption/WhoIcon.tsx'
import { StandingIcon, useStandingWords } from '../people/StandingMark.tsx'
import { ConnectionBars } from './ConnectionBars.tsx'
import type { Rect } from './layout.ts'
import { REACTION_SIGNS } from './reaction-signs.ts'
import type { TileFacts } from './tile-facts.ts'

/** Narrower tiles have room for signs only; their words are in the tile's name for screen readers and in the people panel. */
const WIDE_ENOUGH_FOR_WORDS = 240

const useStyles = makeStyles({
  chip: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minWidth: 0,
    minHeight: '24px',
    padding: '0 8px',
    borderRadius: '4px',
    color: '#ffffff',
    backgroundColor: 'rgba(18, 20, 21, 0.78)',
    fontSize: '12px',
    lineHeight: '16px',
    whiteSpace: 'nowrap',
    '@media (forced-colors: active)': { border: '1px solid CanvasText', backgroundColor: 'Canvas', color: 'CanvasText' },
  },
  foot: { position: 'absolute', left: '8px', right: '8px', bottom: '8px', display: 'flex', alignItems: 'flex-end', gap: '4px' },
  small: { left: '4px', right: '4px', bottom: '4px' },
  head: {
    position: 'absolute',
    left: '8px',
    right: '48px',
    top: '8px',
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px',
  },
  smallHead: { left: '4px', right: '4px', top: '4px' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  mark: { flexShrink: 0, color: 'rgba(255, 255, 255, 0.82)', whiteSpace: 'nowrap' },
  outsider: { display: 'flex', alignItems: 'center', gap: '4px', minWidth: 0, flexShrink: 1 },
  /** The name gives way last. */
  who: { flexShrink: 1000, minWidth: '32px', boxSizing: 'border-box' },
  icon: { flexShrink: 0, fontSize: '16px' },
  attention: { color: '#1d1400', backgroundColor: '#f2c661', fontWeight: tokens.fontWeightSemibold },
  centre: { position: 'absolute', inset: 0, display: 'flex', alignItems: 'center', justifyContent: 'center' },
  reaction: { fontSize: '16px', lineHeight: 1 },
})

/** All that is written on a tile. For the eye; the tile's own name says the same. */
export const TileMarks = ({
  facts,
  source,
  place,
  main,
  pinned,
}: {
  facts: TileFacts
  source: 'camera' | 'screen'
  place: Rect
  main: boolean
  pinned: boolean
}) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const standingWords = useStandingWords()
  const whoWords = useWhoWords()
  const quiet = useReducedMotion()
  const words = place.width >= WIDE_ENOUGH_FOR_WORDS
  const outsider =
    facts.outsider === undefined ? undefined : standingWords({ standing: facts.outsider, organisation: facts.organisation })

  if (source === 'screen') {
    return (
      <div aria-hidden="true">
        {facts.track === undefined ? (
          <div className={styles.centre}>
            <span className={styles.chip}>{t('stage.waitingForShare')}</span>
          </div>
        ) : null}
        {facts.lost !== undefined ? (
          <div className={styles.head}>
            <Lost how={facts.lost} words />
          </div>
        ) : null}
      </div>
    )
  }

  const chip = (content: ReactNode, attention = false) => (
    <span className={mergeClasses(styles.chip, attention && styles.attention)}>{content}</span>
  )
  return (
    <div aria-hidden="true">
      <div className={mergeClasses(styles.head, !words && styles.smallHead)}>
        {facts.notSending === undefined
          ? null
          : chip(
              <>
                <ShieldErrorFilled className={styles.icon} />
                {place.width >= 130 ? t(`encrypted.tile.${facts.notSending}`) : null}
              </>,
              true,
            )}
        {facts.lost !== undefined ? <Lost how={facts.lost} words={place.width >= 130} /> : null}
        {facts.leftOut === undefined
          ? null
          : chip(
              <>
                <PersonProhibitedFilled className={styles.icon} />
                {words ? t(`recording.leftOutShort.${facts.leftOut}`) : null}
              </>,
              true,
            )}
        {facts.known?.twice
          ? chip(
              <>
                <PersonWarningFilled className={styles.icon} />
                {words ? t('encrypted.who.twice') : null}
              </>,
              true,
            )
          : null}
        {facts.handRaised
          ? chip(
              <>
                <HandRightFilled className={styles.icon} />
                {words ? t('stage.handRaised') : null}
              </>,
              true,
            )
          : null}
        {facts.spotlit
          ? chip(
              <>
                <StarFilled className={styles.icon} />
                {words ? t('stage.spotlit') : null}
              </>,
            )
          : null}
        {pinned && !main ? chip(<PinFilled className={styles.icon} />) : null}
        {pinned && main
          ? chip(
              <>
                <PinFilled className={styles.icon} />
                {t('stage.pinned')}
              </>,
            )
          : null}
        {quiet && facts.reaction !== undefined
          ? chip(<span className={styles.reaction}>{REACTION_SIGNS[facts.reaction]}</span>)
          : null}
      </div>
      <div className={mergeClasses(styles.foot, !words && styles.small)}>
        <span className={styles.chip}>
          {facts.microphoneOn ? null : <MicOffFilled className={styles.icon} />}
          <span className={styles.name}>{facts.self ? t('common.you') : facts.name}</span>
          {facts.self && !facts.microphoneOn ? <span className={styles.mark}>· {t('stage.muted')}</span> : null}
          {facts.outsider === undefined ? null : (
            <span className={mergeClasses(styles.mark, styles.outsider)}>
              <StandingIcon standing={facts.outsider} className={styles.icon} />
              {words ? <span className={styles.name}>{outsider}</span> : null}
            </span>
          )}
        </span>
        {facts.known === undefined || facts.self ? null : (
          <span
            className={mergeClasses(styles.chip, styles.who, isDoubtful(facts.known) && styles.attention)}
            data-who={facts.known.is}
          >
            <WhoIcon is={facts.known.is} className={styles.icon} />
            {words ? <span className={styles.name}>{whoWords.who(facts.known)}</span> : null}
          </span>
        )}
        {facts.quality === 'good' ? null : (
          <span className={mergeClasses(styles.chip, facts.quality === 'poor' && styles.attention)}>
            <ConnectionBars quality={facts.quality} />
            {words ? <span className={styles.name}>{t(`stage.quality.${facts.quality}`)}</span> : null}
          </span>
        )}
      </div>
    </div>
  )
}

const Lost = ({ how, words }: { how: 'reconnecting' | 'frozen'; words: boolean }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <span className={mergeClasses(styles.chip, styles.attention)}>
      {how === 'reconnecting' ? <ArrowSyncRegular className={styles.icon} /> : <VideoOffRegular className={styles.icon} />}
      {words ? t(`stage.${how}`) : null}
    </span>
  )
}
