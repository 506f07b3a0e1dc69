/** Voices for the fake microphones: each person has a pitch of their own, so that what is heard can be told apart by ear. */
import { writeFileSync } from 'node:fs'

const SAMPLE_RATE = 48_000
const SECONDS = 4

/**
 * Hz. Far enough apart for one bin of a short spectrum, none a multiple of another (noise suppression and the codec leave
 * harmonics behind), all inside what Opus carries at speech rates.
 */
export const VOICES = { low: 440, middle: 700, high: 1100, highest: 1700 } as const
export type Voice = keyof typeof VOICES

/**
 * A tone that comes and goes like syllables do, 16-bit mono PCM in a WAV file. A steady tone would be taken for noise and
 * suppressed; real silence in between would let discontinuous transmission stop the packets.
 */
export const writeVoice = (file: string, voice: Voice): void => {
  const samples = SAMPLE_RATE * SECONDS
  const bytes = Buffer.alloc(44 + samples * 2)
  bytes.write('RIFF', 0, 'ascii')
  bytes.writeUInt32LE(36 + samples * 2, 4)
  bytes.write('WAVEfmt ', 8, 'ascii')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(SAMPLE_RATE, 24)
  bytes.writeUInt32LE(SAMPLE_RATE * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'ascii')
  bytes.writeUInt32LE(samples * 2, 40)
  for (let index = 0; index < samples; index++) {
    const time = index / SAMPLE_RATE
    const syllable = Math.max(0.05, Math.sin(2 * Math.PI * 2 * time))
    bytes.writeInt16LE(Math.round(20_000 * syllable * Math.sin(2 * Math.PI * VOICES[voice] * time)), 44 + index * 2)
  }
  writeFileSync(file, bytes)
}
