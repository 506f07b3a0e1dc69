/**
 * Sealing against bare AES-256-GCM: the same content in frames of the same size, the same key object, and a ciphertext with its tag in
 * one buffer as the outcome of both. What is more on the one side is all that a frame is beside that: its header, what is
 * authenticated with it, and the writer. Processor time of the thread, the median of rounds that take turns.
 */
import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { SealedWriter } from '../../../server/recordings/sealed/sealed-writer.ts'
import { median, processorTimeHere, report } from './figures.ts'

/** Bytes of a frame: of sound, of a camera at a low and at a high rate, in the time that a frame takes. */
const FRAMES = [3_000, 40_000, 200_000]
const ROUNDS = 15
const WARMING = 3
/** bytes of each round */
const ROUND = 8 * 1_024 * 1_024

/** MB/s */
const throughput = (milliseconds: number): number => ROUND / 1_000_000 / (milliseconds / 1_000)

const key = createSecretKey(randomBytes(32))

const seal = async (content: Buffer): Promise<number> => {
  const sink = { append: async () => undefined }
  const identity = { recording: 'bench', track: 'bench' }
  const started = processorTimeHere()
  const writer = new SealedWriter(sink, key, identity, { maximumLength: content.length, givesBytes: true })
  for (let done = 0; done < ROUND; done += content.length) await writer.write(content)
  await writer.close()
  return processorTimeHere() - started
}

const encrypt = (content: Buffer): number => {
  const started = processorTimeHere()
  for (let done = 0, number = 0; done < ROUND; done += content.length, number += 1) {
    const nonce = Buffer.alloc(12)
    nonce.writeUInt32BE(number, 8)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
  }
  return processorTimeHere() - started
}

export const measureSealing = async (): Promise<void> => {
  for (const size of FRAMES) {
    // A part of something larger: it is given again and again, and its memory is not given back.
    const content = randomBytes(size + 1).subarray(0, size)
    const rounds: { sealed: number; bare: number }[] = []
    for (let round = -WARMING; round < ROUNDS; round += 1) {
      const times = { sealed: await seal(content), bare: encrypt(content) }
      if (round >= 0) rounds.push(times)
    }
    report(`recording.sealing.${size}`, throughput(median(rounds.map(({ sealed }) => sealed))), 'MB/s')
    report(`recording.sealing.${size}.bare`, throughput(median(rounds.map(({ bare }) => bare))), 'MB/s')
    const ratio = median(rounds.map(({ sealed, bare }) => bare / sealed))
    report(`recording.sealing.${size}.ratio`, ratio, 'of bare AES-256-GCM', '>= 0.8', ratio >= 0.8)
  }
}
