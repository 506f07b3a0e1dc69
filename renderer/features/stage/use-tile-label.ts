import { useTranslation } from 'react-i18next'
import { useWhoWords } from '../encryption/use-who-words.ts'
import { useStandingWords } from '../people/StandingMark.tsx'
import type { TileFacts } from './tile-facts.ts'

/** What a screen reader says of a tile: who, then only what is worth saying. */
export const useTileLabel = (facts: TileFacts | undefined, source: 'camera' | 'screen', pinned: boolean): string => {
  const { t } = useTranslation()
  const standingWords = useStandingWords()
  const whoWords = useWhoWords()
  if (facts === undefined) return ''
  if (source === 'screen') return t('stage.shareOf', { name: facts.name })
  return [
    facts.self ? t('stage.you', { name: facts.name }) : facts.name,
    facts.outsider !== undefined && standingWords({ standing: facts.outsider, organisation: facts.organisation }),
    !facts.self && facts.known !== undefined && whoWords.who(facts.known),
    facts.known?.twice && t('encrypted.who.twice'),
    facts.notSending !== undefined && t(`encrypted.tile.${facts.notSending}`),
    facts.leftOut !== undefined && t(`recording.leftOut.${facts.leftOut}`),
    facts.lost !== undefined && t(`stage.${facts.lost}`),
    facts.handRaised && t('stage.handRaised'),
    t(facts.microphoneOn ? 'stage.microphoneOn' : 'stage.microphoneOff'),
    facts.track === undefined && t('stage.cameraOff'),
    facts.sharing && t('stage.sharing'),
    facts.quality !== 'good' && t(`stage.quality.${facts.quality}`),
    pinned && t('stage.pinned'),
    facts.spotlit && t('stage.spotlit'),
  ]
    .filter(Boolean)
    .join(', ')
}
