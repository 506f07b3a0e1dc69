import { expect } from '@playwright/test'
import type { Participant } from './participant.ts'

const frames = async (person: Participant, other: Participant): Promise<number> =>
  await person
    .picture(other)
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames, undefined, { timeout: 500 })
    .catch(() => 0)

/**
 * Waits until each sees all the others move again, and gives the ms that it took from now. What was on screen before does not
 * count, whether it goes on or is made anew.
 */
export const timeUntilBack = async (people: Participant[], limit: number): Promise<number> => {
  const start = Date.now()
  const pairs = people.flatMap((person) => people.filter((other) => other !== person).map((other) => [person, other] as const))
  const times = await Promise.all(
    pairs.map(async ([person, other]) => {
      const before = await frames(person, other)
      let last = before
      await expect
        .poll(
          async () => {
            const now = await frames(person, other)
            const moved = now > 0 && now !== last && last !== before
            last = now
            return moved
          },
          { message: `${person.name} sees ${other.name} again`, intervals: [50], timeout: limit },
        )
        .toBe(true)
      return Date.now() - start
    }),
  )
  return Math.max(...times)
}
