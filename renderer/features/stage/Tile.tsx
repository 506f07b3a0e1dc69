import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { type KeyboardEvent, memo, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/Avatar.tsx'
import type { Rect } from './layout.ts'
import { TileMarks } from './TileMarks.tsx'
import { TilePicture } from './TilePicture.tsx'
import { useTileFacts } from './use-tile-facts.ts'
import { useTileLabel } from './use-tile-label.ts'

const useStyles = makeStyles({
  tile: {
    position: 'absolute',
    margin: 0,
    overflow: 'hidden',
    borderRadius: '8px',
    backgroundColor: tokens.colorNeutralBackground2,
    boxShadow: `inset 0 0 0 1px ${tokens.colorTransparentStroke}`,
    // The content of a tile never moves anything outside it.
    contain: 'strict',
    ':hover [data-tile-menu], :focus-within [data-tile-menu]': { opacity: 1 },
    outlineStyle: 'none',
    ':focus-visible': { outline: `3px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-3px' },
  },
  screen: { backgroundColor: 'transparent', boxShadow: 'none' },
  ring: {
    position: 'absolute',
    inset: 0,
    borderRadius: 'inherit',
    pointerEvents: 'none',
    boxShadow: `inset 0 0 0 2px ${tokens.colorCompoundBrandStroke}, inset 0 0 0 3px rgba(0, 0, 0, 0.5)`,
    '@media (forced-colors: active)': { border: '3px solid Highlight' },
  },
  centre: { position: 'absolute', inset: 0, display: 'flex', alignItems: 'center', justifyContent: 'center' },
  dimmed: { opacity: 0.65 },
  /** In a small tile the name at the bottom would lie on the initials. */
  raised: { paddingBottom: '24px' },
  menu: {
    position: 'absolute',
    top: '8px',
    right: '8px',
    width: '32px',
    height: '32px',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    fontSize: '20px',
    padding: 0,
    border: 'none',
    borderRadius: '4px',
    cursor: 'pointer',
    color: '#ffffff',
    backgroundColor: 'rgba(18, 20, 21, 0.72)',
    opacity: 0,
    '@media (hover: none)': { opacity: 1 },
    ':hover': { backgroundColor: 'rgba(18, 20, 21, 0.92)' },
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
})

export interface TileProps {
  participantId: string
  source: 'camera' | 'screen'
  place: Rect
  main: boolean
  pinned: boolean
  /** The one tile that Tab leads to; the arrow keys lead to the others. */
  tabbable: boolean
  onFocus(participantId: string, source: 'camera' | 'screen'): void
  onMenu(participantId: string, anchor: HTMLElement): void
}

const sameTile = (a: TileProps, b: TileProps): boolean =>
  a.participantId === b.participantId &&
  a.source === b.source &&
  a.main === b.main &&
  a.pinned === b.pinned &&
  a.tabbable === b.tabbable &&
  a.onFocus === b.onFocus &&
  a.onMenu === b.onMenu &&
  a.place.left === b.place.left &&
  a.place.top === b.place.top &&
  a.place.width === b.place.width &&
  a.place.height === b.place.height

/** One person's picture, or their shared screen, with all that is true of them just now. */
export const Tile = memo(({ participantId, source, place, main, pinned, tabbable, onFocus, onMenu }: TileProps) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const labelId = useId()
  const facts = useTileFacts(participantId, source)
  const label = useTileLabel(facts, source, pinned)
  if (facts === undefined) return null

  const camera = source === 'camera'
  const notLive = facts.lost !== undefined || facts.stale
  const openWithKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== 'ContextMenu')) return
    event.preventDefault()
    onMenu(participantId, event.currentTarget)
  }

  return (
    <figure
      aria-labelledby={labelId}
      tabIndex={tabbable ? 0 : -1}
      data-tile={`${participantId} ${source}`}
      className={mergeClasses(styles.tile, !camera && styles.screen)}
      style={{ left: place.left, top: place.top, width: place.width, height: place.height }}
      onFocus={() => onFocus(participantId, source)}
      onKeyDown={openWithKey}
      onContextMenu={(event) => {
        event.preventDefault()
        onMenu(participantId, event.currentTarget)
      }}
    >
      <span id={labelId} hidden>
        {label}
      </span>
      {camera ? (
        <div className={mergeClasses(styles.centre, place.height < 160 && styles.raised, notLive && styles.dimmed)}>
          <Avatar name={facts.initialsOf} size={Math.round(Math.max(28, Math.min(160, place.height * 0.42)))} />
        </div>
      ) : null}
      {facts.track === undefined ? null : (
        <TilePicture
          participantId={participantId}
          source={source}
          track={facts.track}
          mirrored={camera && facts.self}
          dimmed={notLive}
        />
      )}
      {camera && facts.speaking ? <div className={styles.ring} data-speaking /> : null}
      <TileMarks facts={facts} source={source} place={place} main={main} pinned={pinned} />
      {camera ? (
        <button
          type="button"
          tabIndex={-1}
          data-tile-menu
          className={styles.menu}
          aria-label={t('stage.tileMenu', { name: facts.name })}
          aria-haspopup="menu"
          onClick={(event) => onMenu(participantId, event.currentTarget)}
        >
          <MoreHorizontalRegular aria-hidden="true" />
        </button>
      ) : null}
    </figure>
  )
}, sameTile)
Tile.displayName = 'Tile'
