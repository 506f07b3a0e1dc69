/** What the stage shows at this moment, and where: the whole decision, as a pure function. */
import type { Participant } from '#shared/contract/signalling.ts'
import {
  ASPECT,
  focusLayout,
  GAP,
  galleryLayout,
  largestGrid,
  pageOf,
  placesOf,
  type Rect,
  type Size,
  stripOf,
} from './layout.ts'
import { type LastSpoke, mainPerson, orderPeople, type Share, sharesOf, shownShare } from './order.ts'
import type { StageView } from './stage-view.ts'

export interface PlacedPicture {
  participantId: string
  source: 'camera' | 'screen'
  place: Rect
  main: boolean
}

export interface Scene {
  kind: 'alone' | 'gallery' | 'speaker' | 'share'
  pictures: PlacedPicture[]
  /** Beside oneself while one is alone. */
  invitation?: Rect
  /** People whom the strip has no room for, and the place that says so. */
  hidden?: { count: number; place: Rect }
  page: number
  pages: number
  /** Other people's shares, to choose from where there are several. */
  shares: Share[]
  share?: Share
}

export interface SceneInput {
  participants: readonly Participant[]
  selfId: string | undefined
  /** Large for everybody but themselves. */
  spotlightId: string | undefined
  view: Pick<StageView, 'mode' | 'pinnedId' | 'chosenShareId' | 'page'>
  lastSpoke: LastSpoke
  area: Size
}

/** Kept free below the gallery for the way to other pages, px. */
export const PAGER_HEIGHT = 44

/** What the invitation needs above the own tile where there is no room beside it, px. */
const INVITATION_HEIGHT = 224

/** Wider than this, one would mostly look at oneself, px. */
const WIDEST_OWN_TILE = 560

/** The largest 16:9 place in the middle of `place`. */
const fitted = (place: Rect): Rect => {
  const width = Math.floor(Math.min(place.width, place.height * ASPECT))
  const height = Math.floor(width / ASPECT)
  return {
    left: Math.round(place.left + (place.width - width) / 2),
    top: Math.round(place.top + (place.height - height) / 2),
    width,
    height,
  }
}

const camera = (participantId: string, place: Rect, main = false): PlacedPicture => ({
  participantId,
  source: 'camera',
  place,
  main,
})

const aloneScene = ({ selfId, area }: SceneInput): Pick<Scene, 'kind' | 'pictures' | 'invitation'> => {
  const grid = largestGrid(2, area)
  if (grid.columns === 1) {
    const words = { left: 0, top: 0, width: area.width, height: Math.min(INVITATION_HEIGHT, area.height) }
    const rest = { left: 0, top: words.height, width: area.width, height: area.height - words.height }
    const pictures = selfId === undefined || rest.height < GAP ? [] : [camera(selfId, fitted(rest))]
    return { kind: 'alone', pictures, invitation: words }
  }
  const width = Math.min(grid.tile.width, WIDEST_OWN_TILE)
  const [invitation, own] = placesOf({ ...grid, tile: { width, height: Math.floor(width / ASPECT) } }, 2, area)
  if (selfId === undefined || invitation === undefined || own === undefined) return { kind: 'alone', pictures: [] }
  return { kind: 'alone', pictures: [camera(selfId, own)], invitation }
}

const galleryScene = ({ participants, selfId, view, lastSpoke, area }: SceneInput): Omit<Scene, 'shares'> => {
  const count = participants.length
  const whole = galleryLayout(count, area)
  const room = whole.pages > 1 ? { width: area.width, height: area.height - PAGER_HEIGHT } : area
  const layout = whole.pages > 1 ? galleryLayout(count, room) : whole
  const page = Math.max(0, Math.min(view.page, layout.pages - 1))
  const ordered = orderPeople(participants, selfId, { firstPage: Math.max(1, layout.perPage - 1), lastSpoke })
  const people = pageOf(ordered, selfId, page, layout)
  const places = placesOf(layout, people.length, room)
  return {
    kind: 'gallery',
    pictures: people.flatMap((id, index) => {
      const place = places[index]
      return place === undefined ? [] : [camera(id, place)]
    }),
    page,
    pages: layout.pages,
  }
}

/** One large picture, the people in `ids` beside it. */
const focusScene = (
  main: Pick<PlacedPicture, 'participantId' | 'source'>,
  ids: readonly string[],
  { selfId, area }: SceneInput,
): Pick<Scene, 'pictures' | 'hidden'> => {
  const layout = focusLayout(ids.length, area)
  const { shown, hidden } = stripOf(ids, selfId, layout.strip.length)
  const place = main.source === 'camera' ? fitted(layout.main) : layout.main
  const pictures: PlacedPicture[] = [{ ...main, place, main: true }]
  for (const [index, id] of shown.entries()) {
    // The place that says how many are hidden stands before oneself.
    const at = hidden > 0 && id === selfId ? layout.strip.length - 1 : index
    const stripPlace = layout.strip[at]
    if (stripPlace !== undefined) pictures.push(camera(id, stripPlace))
  }
  const free = layout.strip[layout.strip.length - (shown.includes(selfId ?? '') ? 2 : 1)]
  return hidden > 0 && free !== undefined && layout.strip.length > shown.length
    ? { pictures, hidden: { count: hidden, place: free } }
    : { pictures }
}

export const sceneOf = (input: SceneInput): Scene => {
  const { participants, selfId, spotlightId, view, lastSpoke, area } = input
  const shares = sharesOf(participants).filter(({ participantId }) => participantId !== selfId)
  if (area.width <= 0 || area.height <= 0) return { kind: 'gallery', pictures: [], page: 0, pages: 0, shares }
  const share = shownShare(shares, selfId, view.chosenShareId)
  const isHere = (wanted: string | undefined): boolean => participants.some(({ id }) => id === wanted)
  const spotlit = spotlightId !== selfId && isHere(spotlightId) ? spotlightId : undefined
  // What the person has chosen for themselves comes before what was chosen for everybody.
  const pinned = isHere(view.pinnedId) ? view.pinnedId : spotlit
  const ordered = orderPeople(participants, selfId, { firstPage: 4, lastSpoke })

  if (share !== undefined) {
    const first = ordered.filter((id) => id === pinned)
    const ids = [...first, ...ordered.filter((id) => id !== pinned)]
    const scene = focusScene({ participantId: share.participantId, source: 'screen' }, ids, input)
    return { kind: 'share', ...scene, page: 0, pages: 1, shares, share }
  }
  if (participants.length === 1) return { ...aloneScene(input), page: 0, pages: 1, shares }
  if (view.mode === 'speaker' || spotlit !== undefined) {
    const main = mainPerson(participants, selfId, { pinnedId: pinned, lastSpoke })
    if (main !== undefined) {
      const others = ordered.filter((id) => id !== main)
      return {
        kind: 'speaker',
        ...focusScene({ participantId: main, source: 'camera' }, others, input),
        page: 0,
        pages: 1,
        shares,
      }
    }
  }
  return { ...galleryScene(input), shares }
}
