/** The service in a process of its own, as `server/main.ts` runs it, with room for a full lobby beside those who are in. */
import { readConfig } from '../../../server/config.ts'
import { Service } from '../../../server/service.ts'
import { answerParent } from '../signalling/child.ts'

const config = readConfig(process.env)
const service = await Service.create({ ...config, limits: { ...config.limits, participants: 400 } })

const answers = {
  origin: (_: null): string => service.origin,
  close: (_: null): Promise<void> => service.close(),
}
export type ServiceAnswers = typeof answers

answerParent(answers)
