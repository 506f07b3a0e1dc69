import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Characters: enough for some days of a client that has nothing to complain about. */
const LARGEST = 200_000

const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

/** The newest lines of the log, with what its file held before; from the first folder that has one, empty where none has. */
export const recentLog = async (folders: readonly string[], largest = LARGEST): Promise<string> => {
  for (const folder of folders) {
    const file = join(folder, 'parley.log')
    const text = (await read(`${file}.old`)) + (await read(file))
    if (text === '') continue
    if (text.length <= largest) return text
    const cut = text.slice(-largest)
    return cut.slice(cut.indexOf('\n') + 1)
  }
  return ''
}
