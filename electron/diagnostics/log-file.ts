import { join } from 'node:path'
import { fileSink, type Log, type LogSink } from './log.ts'

/** The log's file in the first of these folders that can be written to. A folder that can't is named by its place in the list. */
export const openLogFile = (folders: readonly string[], log: Log): LogSink => {
  const unusable: number[] = []
  for (const [index, folder] of folders.entries()) {
    try {
      const sink = fileSink(join(folder, 'parley.log'))
      for (const skipped of unusable) log.warn('log.folderUnusable', { index: skipped })
      return sink
    } catch {
      unusable.push(index)
    }
  }
  return () => undefined
}
