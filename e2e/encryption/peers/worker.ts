/** One person's encryption, told by the page what the group would tell it. */
import { FrameCrypto } from '../../../renderer/encryption/frames/frame-crypto.ts'
import type { FrameStatistics } from '../../../renderer/encryption/frames/statistics.ts'
import { attachTransformer, type Transformer } from '../../../renderer/encryption/frames/transformers.ts'

export const LEAVES = { near: 4, far: 9 } as const
export type Person = keyof typeof LEAVES

export type Command =
  /** `secret` stands for all that the group's members know and nobody else does. */
  { type: 'add'; person: Person; epoch: number; secret: number } | { type: 'send'; epoch: number } | { type: 'statistics' }

/** What the worker says of its own accord. */
export interface Switched {
  readonly type: 'switched'
}

const frames = new FrameCrypto(() => postMessage({ type: 'switched' } satisfies Switched))

const run = async (command: Command): Promise<FrameStatistics> => {
  if (command.type === 'add') {
    const baseKey = new Uint8Array(16).fill(command.secret)
    const keys = {
      epoch: BigInt(command.epoch),
      baseKey,
      ownLeaf: LEAVES[command.person],
      leaves: new Map(Object.entries(LEAVES)),
    }
    await frames.addEpoch(keys)
  }
  if (command.type === 'send') frames.sendWith(BigInt(command.epoch))
  return frames.statistics()
}

addEventListener('message', ({ data, ports: [port] }: MessageEvent<Command>) => {
  run(data).then((statistics) => port?.postMessage(statistics))
})

addEventListener('rtctransform', (event: Event & { transformer?: Transformer }) => {
  if (event.transformer !== undefined) void attachTransformer(frames, event.transformer)
})
