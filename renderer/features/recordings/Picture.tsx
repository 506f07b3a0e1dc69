import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/Avatar.tsx'
import type { Composition, Tile } from './player/composition.ts'

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    gap: '8px',
    padding: '8px',
    '@media (max-width: 699px)': { padding: '4px', gap: '4px' },
  },
  gallery: { flexGrow: 1, display: 'grid', gap: '8px', minWidth: 0, minHeight: 0 },
  stage: { flexGrow: 1, minWidth: 0, minHeight: 0, display: 'flex' },
  beside: {
    flexShrink: 0,
    width: '18%',
    minWidth: '72px',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    overflow: 'hidden',
    '& > *': { flexGrow: 0, aspectRatio: '16 / 9' },
  },
  tile: {
    position: 'relative',
    flexGrow: 1,
    minWidth: 0,
    minHeight: 0,
    margin: 0,
    borderRadius: tokens.borderRadiusXLarge,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground2,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
  },
  speaking: { outline: `2px solid ${tokens.colorBrandStroke1}`, outlineOffset: '-2px' },
  picture: { position: 'absolute', inset: 0, '& video': { width: '100%', height: '100%', objectFit: 'cover', display: 'block' } },
  whole: { '& video': { objectFit: 'contain' } },
  name: {
    position: 'absolute',
    left: '6px',
    bottom: '6px',
    maxWidth: 'calc(100% - 12px)',
    boxSizing: 'border-box',
    padding: '1px 6px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'rgba(18, 20, 21, 0.82)',
    color: '#ffffff',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
})

type ElementOf = (segment: string) => HTMLElement | undefined

/** The player's own element in the page: it plays on wherever it is put. */
const Video = ({ segment, elementOf }: { segment: string; elementOf: ElementOf }) => {
  const place = useRef<HTMLDivElement>(null)
  const element = elementOf(segment)
  useEffect(() => {
    if (element === undefined) return
    place.current?.append(element)
    return () => element.remove()
  }, [element])
  return <div ref={place} style={{ width: '100%', height: '100%' }} />
}

const TileView = ({ tile, speaking, elementOf }: { tile: Tile; speaking: boolean; elementOf: ElementOf }) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const { name, segment, what } = tile
  const label = what === 'screen' ? t('recordings.player.shows', { name }) : t('recordings.player.pictureOf', { name })
  return (
    <figure className={mergeClasses(styles.tile, speaking && styles.speaking)} aria-label={label}>
      {segment === undefined ? (
        <Avatar name={name} size={48} />
      ) : (
        <div className={mergeClasses(styles.picture, what === 'screen' && styles.whole)}>
          <Video segment={segment} elementOf={elementOf} />
        </div>
      )}
      <Text size={200} className={styles.name} aria-hidden="true">
        {label}
      </Text>
    </figure>
  )
}

interface Props {
  composition: Composition
  speaker: string | undefined
  elementOf: ElementOf
}

/** What is seen: everybody beside each other, or one large and the others at its side. */
export const Picture = ({ composition: { stage, others }, speaker, elementOf }: Props) => {
  const styles = useStyles()
  const tile = (each: Tile) => (
    <TileView
      key={each.key}
      tile={each}
      speaking={each.what === 'camera' && each.participant === speaker}
      elementOf={elementOf}
    />
  )
  if (stage === undefined) {
    const columns = Math.max(1, Math.ceil(Math.sqrt(others.length)))
    return (
      <div className={styles.root}>
        <div
          className={styles.gallery}
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridAutoRows: 'minmax(0, 1fr)' }}
        >
          {others.map(tile)}
        </div>
      </div>
    )
  }
  return (
    <div className={styles.root}>
      <div className={styles.stage}>{tile(stage)}</div>
      {others.length === 0 ? null : <div className={styles.beside}>{others.map(tile)}</div>}
    </div>
  )
}
