import { describe, expect, it, vi } from 'vitest'
import { FrameCrypto } from './frame-crypto.ts'
import type { EncodedFrame } from './stream.ts'
import { attachTransformer } from './transformers.ts'

/** A stream with its two ends in the test's hands. */
const stream = (options: unknown) => {
  const incoming = new TransformStream<EncodedFrame, EncodedFrame>()
  const outgoing = new TransformStream<EncodedFrame, EncodedFrame>()
  return {
    transformer: { readable: incoming.readable, writable: outgoing.writable, options },
    input: incoming.writable.getWriter(),
    output: outgoing.readable.getReader(),
  }
}

const member = async (ownLeaf: number): Promise<FrameCrypto> => {
  const crypto = new FrameCrypto()
  await crypto.addEpoch({ epoch: 1n, baseKey: new Uint8Array(16).fill(5), ownLeaf, leaves: new Map([['ada', 0]]) })
  crypto.sendWith(1n)
  return crypto
}

const frame = (text: string): EncodedFrame => ({ data: new Uint8Array(Buffer.from(text)).buffer, type: 'delta' })
const textOf = (given: EncodedFrame | undefined): string => Buffer.from(given?.data ?? new ArrayBuffer()).toString()

describe('attachTransformer', () => {
  it('brings frames from one end to the other', async () => {
    const sent = stream({ direction: 'send', source: 'camera', codec: 'vp8' })
    const received = stream({ direction: 'receive', source: 'camera', codec: 'vp8', sender: 'ada' })
    const attached = [
      attachTransformer(await member(0), sent.transformer),
      attachTransformer(await member(1), received.transformer),
    ]
    void sent.input.write(frame('a picture'))
    const { value } = await sent.output.read()
    expect(textOf(value)).not.toContain('picture')
    if (value !== undefined) void received.input.write(value)
    expect(textOf((await received.output.read()).value)).toBe('a picture')
    void sent.input.close()
    void received.input.close()
    expect((await sent.output.read()).done && (await received.output.read()).done).toBe(true)
    await Promise.all(attached)
  })

  it.each([
    ['nothing', undefined],
    ['no direction', { source: 'camera', codec: 'vp8' }],
    ['a source that is none', { direction: 'send', source: 'window', codec: 'vp8' }],
    ['a codec that is not known', { direction: 'send', source: 'camera', codec: 'theora' }],
    ['nobody who sends', { direction: 'receive', source: 'camera', codec: 'vp8' }],
  ])('lets no frame through with options that say %s', async (_what, options) => {
    const { transformer, input, output } = stream(options)
    const passed = vi.fn()
    void output.read().then(passed)
    void input.write(frame('a picture'))
    await expect(attachTransformer(await member(0), transformer)).rejects.toThrow(TypeError)
    expect(passed).not.toHaveBeenCalled()
  })

  it('ends with its stream, whichever end goes first, and lets go of what waits', async () => {
    for (const end of ['input', 'output'] as const) {
      const crypto = await member(1)
      const { transformer, input, output } = stream({ direction: 'receive', source: 'camera', codec: 'vp8', sender: 'ada' })
      const detach = vi.spyOn(crypto, 'detach')
      const attached = attachTransformer(crypto, transformer)
      if (end === 'input') void input.abort(new Error('gone'))
      else void output.cancel(new Error('gone'))
      output.closed.catch(() => undefined)
      input.closed.catch(() => undefined)
      await attached
      expect(detach).toHaveBeenCalledOnce()
    }
  })
})
