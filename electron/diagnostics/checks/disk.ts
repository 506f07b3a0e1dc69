import { statfs } from 'node:fs/promises'
import type { Found, Look } from './found.ts'

/** bytes */
const LOW = 1024 ** 3
const FULL = 200 * 1024 ** 2

interface Parts {
  folder: string
  freeSpace?: (folder: string) => Promise<number>
}

const freeSpaceAt = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Space where Parley keeps its data. */
export const lookAtDisk =
  ({ folder, freeSpace = freeSpaceAt }: Parts): Look =>
  async (): Promise<Found> => {
    const free = await freeSpace(folder)
    const facts = { freeMegabytes: Math.round(free / 1024 ** 2) }
    if (free < FULL) return { finding: 'diskFull', facts }
    return { finding: free < LOW ? 'diskLow' : 'diskFine', facts }
  }
