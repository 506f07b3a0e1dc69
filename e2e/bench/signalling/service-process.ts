/** The service in a process of its own, as `server/main.ts` runs it, that can also be asked how much memory it holds. */
import { readConfig } from '../../../server/config.ts'
import { Service } from '../../../server/service.ts'
import { answerParent } from './child.ts'

const service = await Service.create(readConfig(process.env))

const answers = {
  origin: (_: null): string => service.origin,
  /** Resident memory in bytes, after everything that can be freed has been. */
  memory: async (_: null): Promise<number> => {
    for (let round = 0; round < 4; round += 1) {
      globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return process.memoryUsage.rss()
  },
  close: (_: null): Promise<void> => service.close(),
}
export type ServiceAnswers = typeof answers

answerParent(answers)
