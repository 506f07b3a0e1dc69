import { expect, test, vi } from 'vitest'
import { createLog } from '../diagnostics/log.ts'
import { decideDisplayMedia } from './display-media.ts'
import type { ScreenAbilities } from './screen-abilities.ts'
import { PendingScreenChoice, type ScreenChoice } from './screen-choice.ts'

const SCREEN = { id: 'screen:0:0', name: 'Entire screen' }
const WINDOW = { id: 'window:9:0', name: 'Notes' }
const page = { url: 'app://parley/index.html', parent: null }

interface Case {
  frame?: { url: string; parent: unknown } | null
  audioRequested?: boolean
  videoRequested?: boolean
  choice?: ScreenChoice
  abilities?: Partial<ScreenAbilities>
  isAllowed?: boolean
}

const decide = ({ frame = page, audioRequested = true, videoRequested = true, choice, abilities, isAllowed = true }: Case) => {
  const pending = new PendingScreenChoice(() => 0)
  if (choice !== undefined) pending.choose(choice)
  const getSources = vi.fn(async () => [SCREEN, WINDOW] as never)
  return decideDisplayMedia(
    { frame: frame as never, audioRequested, videoRequested },
    {
      capturer: { getSources },
      choice: pending,
      abilities: { picker: 'page', systemAudio: false, ...abilities },
      isAllowed: () => isAllowed,
      log: createLog(() => undefined),
    },
  )
}

test('what was picked is what is captured', async () => {
  expect(await decide({ choice: { id: WINDOW.id, audio: false } })).toEqual({ video: WINDOW })
})

test('the sound of the computer goes along only where that is possible, asked for and picked', async () => {
  const choice = { id: SCREEN.id, audio: true }
  expect(await decide({ choice, abilities: { systemAudio: true } })).toEqual({ video: SCREEN, audio: 'loopback' })
  expect(await decide({ choice })).toEqual({ video: SCREEN })
  expect(await decide({ choice, abilities: { systemAudio: true }, audioRequested: false })).toEqual({ video: SCREEN })
  expect(await decide({ choice: { ...choice, audio: false }, abilities: { systemAudio: true } })).toEqual({ video: SCREEN })
})

test('where the portal picks, what it gave is captured', async () => {
  expect(await decide({ abilities: { picker: 'portal' } })).toEqual({ video: SCREEN })
})

test.each<[string, Case]>([
  ['nothing was picked', {}],
  ['what was picked is gone', { choice: { id: 'window:404:0', audio: false } }],
  ['the frame is gone', { choice: { id: SCREEN.id, audio: false }, frame: null }],
  ['a frame within the page asks', { choice: { id: SCREEN.id, audio: false }, frame: { ...page, parent: page } }],
  ['another page asks', { choice: { id: SCREEN.id, audio: false }, frame: { url: 'https://evil.example/', parent: null } }],
  ['administrators don’t allow it', { choice: { id: SCREEN.id, audio: false }, isAllowed: false }],
  ['only sound is asked for', { choice: { id: SCREEN.id, audio: true }, videoRequested: false }],
])('nothing is captured when %s', async (_case, options) => expect(await decide(options)).toBeNull())
