/** How one person looks at the meeting: nothing of it leaves their page. Lives as long as the page, is begun anew for each meeting. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ErrorCode } from '#shared/errors.ts'

export interface StageView {
  mode: 'gallery' | 'speaker'
  /** Large in the speaker view until it is taken back. */
  pinnedId?: string | undefined
  /** By producer id, where several people share. */
  chosenShareId?: string | undefined
  /** Of the gallery, counted from 0. */
  page: number
  panel?: 'people' | 'chat' | 'encryption' | 'options' | 'log' | 'recording' | undefined
  /** `consent`: the question is asked again, of somebody who has answered it. */
  dialog?: 'consent' | 'shortcuts' | 'endMeeting' | 'screenPicker' | 'setup' | undefined
  /** What is asked about somebody before it is done. */
  asked?: { what: 'remove' | 'makeOrganiser'; participantId: string } | undefined
  /** The fingerprint that is shown to be compared: with whom it is shared is in the call's state. */
  compared?: string | undefined
  fullScreen: boolean
  /** What an action of this person came to last, for the one line that says so. `at` in ms since 1970. */
  outcome?:
    | { kind: 'linkCopied' | 'linkNotCopied' | 'asked'; at: number }
    | { kind: 'failed'; code: ErrorCode; at: number }
    | undefined
}

export type StageViewStore = StoreApi<StageView>

const initialView = (): StageView => ({ mode: 'gallery', page: 0, fullScreen: false })

export const createStageView = (): StageViewStore => createStore(initialView)

/** As it is at the beginning of a meeting. */
export const beginView = (view: StageViewStore): void => view.setState(initialView(), true)

export const StageViewContext = createContext<StageViewStore | undefined>(undefined)

/** The view itself, to change it. */
export const useStageView = (): StageViewStore => {
  const view = useContext(StageViewContext)
  if (view === undefined) throw new Error('a part of the stage is shown outside <ActionHost>')
  return view
}

export const useView = <T>(selector: (view: StageView) => T): T => useStore(useStageView(), selector)
