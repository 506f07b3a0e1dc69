import { expect } from '@playwright/test'
import type { Participant } from './participant.ts'

/** ms until each of `people` has seen all the others move again, from `start` (ms since 1970). They have called `watchMoves`. */
export const timeUntilBack = async (people: Participant[], start: number, timeout: number): Promise<number> => {
  const times = await Promise.all(
    people.map(async (person) => {
      const others = people.filter((other) => other !== person).map(({ name }) => name)
      let moved: Record<string, number> = {}
      await expect
        .poll(
          async () => {
            moved = await person.page.evaluate((since) => window.mediaProbe.movedSince(since), start)
            return others.filter((name) => moved[name] === undefined)
          },
          { message: `whom ${person.name} does not see move again`, timeout },
        )
        .toEqual([])
      return Math.max(...others.map((name) => moved[name] ?? Number.POSITIVE_INFINITY))
    }),
  )
  return Math.max(...times) - start
}
