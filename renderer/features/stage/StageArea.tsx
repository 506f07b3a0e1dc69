import { makeStyles, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '../../app/services.ts'
import { FloatingReactions } from '../notices/FloatingReactions.tsx'
import { InviteCard } from './InviteCard.tsx'
import { Pager } from './Pager.tsx'
import { ShareChooser } from './ShareChooser.tsx'
import { sceneOf } from './scene.ts'
import { useStageView, useView } from './stage-view.ts'
import { Tile } from './Tile.tsx'
import { TileMenu } from './TileMenu.tsx'
import { isStepKey, stepTo } from './tile-steps.ts'
import { useLastSpoke } from './use-last-spoke.ts'
import { useSize } from './use-size.ts'
import { useVisiblePictures } from './use-visible-pictures.ts'
import { Watermark } from './Watermark.tsx'

const useStyles = makeStyles({
  area: { position: 'relative', flexGrow: 1, minWidth: 0, minHeight: 0 },
  hidden: {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: '8px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    cursor: 'pointer',
    font: 'inherit',
    fontSize: '14px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground2,
    ':hover': { color: tokens.colorNeutralForeground1Hover, backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `3px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-3px' },
    '@media (forced-colors: active)': { border: '1px solid ButtonText' },
  },
})

const keyOf = (participantId: string, source: 'camera' | 'screen'): string => `${participantId} ${source}`

/** The pictures of the meeting, laid out for the room there is. */
export const StageArea = () => {
  const styles = useStyles()
  const { t } = useTranslation()
  const view = useStageView()
  const area = useRef<HTMLDivElement>(null)
  const size = useSize(area)
  const lastSpoke = useLastSpoke()
  const participants = useCall((state) => state.participants)
  const selfId = useCall((state) => state.selfId)
  const spotlightId = useCall((state) => state.spotlightId)
  const mode = useView((state) => state.mode)
  const pinnedId = useView((state) => state.pinnedId)
  const chosenShareId = useView((state) => state.chosenShareId)
  const wantedPage = useView((state) => state.page)
  const [focusedTile, setFocusedTile] = useState<string>()
  const [menu, setMenu] = useState<{ participantId: string; anchor: HTMLElement }>()

  const scene = useMemo(
    () =>
      sceneOf({
        participants,
        selfId,
        spotlightId,
        view: { mode, pinnedId, chosenShareId, page: wantedPage },
        lastSpoke,
        area: size,
      }),
    [participants, selfId, spotlightId, mode, pinnedId, chosenShareId, wantedPage, lastSpoke, size],
  )
  const { pictures, page, pages } = scene
  const shown = useMemo(
    () => pictures.map(({ participantId, source, place, main }) => ({ participantId, source, size: place, main })),
    [pictures],
  )
  useVisiblePictures(shown)

  const onFocus = useCallback((id: string, source: 'camera' | 'screen') => setFocusedTile(keyOf(id, source)), [])
  const onMenu = useCallback((participantId: string, anchor: HTMLElement) => setMenu({ participantId, anchor }), [])
  const toPage = useCallback((next: number) => view.setState({ page: next }), [view])

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const focused = document.activeElement?.getAttribute('data-tile')
    if (focused === null || focused === undefined) return
    if (event.key === 'PageDown' && page < pages - 1) toPage(page + 1)
    else if (event.key === 'PageUp' && page > 0) toPage(page - 1)
    else if (isStepKey(event.key)) {
      const from = pictures.findIndex(({ participantId, source }) => keyOf(participantId, source) === focused)
      const places = pictures.map(({ place }) => place)
      const next = pictures[stepTo(event.key, from, places)]
      if (next === undefined) return
      const key = keyOf(next.participantId, next.source)
      const tiles = area.current?.querySelectorAll<HTMLElement>('[data-tile]') ?? []
      ;[...tiles].find(({ dataset }) => dataset.tile === key)?.focus()
    } else return
    event.preventDefault()
  }

  const known = pictures.some(({ participantId, source }) => keyOf(participantId, source) === focusedTile)
  return (
    <section
      ref={area}
      className={styles.area}
      aria-label={t('stage.people')}
      data-region
      data-scene={scene.kind}
      onKeyDown={onKeyDown}
    >
      {pictures.map(({ participantId, source, place, main }, index) => (
        <Tile
          key={keyOf(participantId, source)}
          participantId={participantId}
          source={source}
          place={place}
          main={main}
          pinned={participantId === pinnedId && source === 'camera'}
          tabbable={known ? keyOf(participantId, source) === focusedTile : index === 0}
          onFocus={onFocus}
          onMenu={onMenu}
        />
      ))}
      {scene.hidden === undefined ? null : (
        <button
          type="button"
          className={styles.hidden}
          style={{ ...scene.hidden.place }}
          onClick={() => view.setState({ panel: 'people' })}
        >
          {t('stage.moreInStrip', { count: scene.hidden.count })}
        </button>
      )}
      {scene.invitation === undefined ? null : <InviteCard place={scene.invitation} />}
      {pages > 1 ? <Pager page={page} pages={pages} onPage={toPage} /> : null}
      {scene.shares.length > 1 ? <ShareChooser shares={scene.shares} shown={scene.share} /> : null}
      <Watermark />
      <FloatingReactions />
      {menu === undefined ? null : (
        <TileMenu participantId={menu.participantId} anchor={menu.anchor} onClose={() => setMenu(undefined)} />
      )}
    </section>
  )
}
