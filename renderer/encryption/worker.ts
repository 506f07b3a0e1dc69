/** The encryption worker. Its global scope is described no further than it is used: the page's types are in force here. */
import { EncryptionCore } from './encryption-core.ts'
import { attachTransformer, type Transformer } from './frames/transformers.ts'
import type { LinkPort } from './link.ts'

const { frames } = new EncryptionCore(globalThis as unknown as LinkPort)

addEventListener('rtctransform', (event: Event & { transformer?: Transformer }) => {
  if (event.transformer !== undefined) void attachTransformer(frames, event.transformer)
})
