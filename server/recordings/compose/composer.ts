import { type ChildProcess, spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ParleyError } from '#shared/errors.ts'
import { ffmpegEnvironment } from '../ffmpeg-environment.ts'
import type { SealedReader } from '../sealed/sealed-reader.ts'
import { argumentsOf, type Plan } from './plan.ts'

export interface Composition {
  plan: Plan
  /** The program, by its name or its path. */
  ffmpeg: string
  /** What an input is read from. */
  open: (segment: Plan['inputs'][number]) => Promise<SealedReader>
  /** Takes what was made, in order. */
  write: (bytes: Uint8Array) => Promise<void>
  /** From 0 to 1. */
  onProgress: (progress: number) => void
  signal: AbortSignal
}

/** The lowest that there is: whoever is in a meeting on this machine comes first. */
const PRIORITY = 19

/** Characters of what it says of an error that are kept. */
const KEPT = 2_000

/**
 * Has ffmpeg make one WebM. Everything goes through pipes: nothing that can be read is in a file at any time. (It is in the memory of
 * that process, and so could be in the swap space of a machine whose swap is not encrypted.)
 *
 * Damaged parts of a track are left out. Throws INTERNAL where ffmpeg is not there or gives up, and the signal's reason.
 */
export const compose = async ({ plan, ffmpeg, open, write, onProgress, signal }: Composition): Promise<void> => {
  signal.throwIfAborted()
  const readers = await Promise.all(plan.inputs.map(open))
  // Nobody was told of an abort while they were opened.
  signal.throwIfAborted()
  const child = spawn(ffmpeg, argumentsOf(plan), {
    stdio: ['ignore', 'pipe', 'pipe', ...readers.map(() => 'pipe' as const)],
    env: ffmpegEnvironment(),
  })
  const stop = (): void => void child.kill('SIGKILL')
  signal.addEventListener('abort', stop, { once: true })
  const ended = endOf(child)
  // Whoever waits for it hears of its end; a program that never started has only this way of saying so.
  ended.catch(() => undefined)
  if (child.pid !== undefined) lower(child.pid)
  const said = listen(streamOf(child.stderr), plan.duration, onProgress)
  try {
    const feeding = Promise.all(readers.map((reader, index) => feed(reader, child.stdio[index + 3] as Writable)))
    // What can't be read any more ends it at once; until then nobody waits for this.
    feeding.catch(stop)
    for await (const bytes of streamOf(child.stdout)) await write(bytes)
    const code = await ended
    await feeding
    signal.throwIfAborted()
    if (code !== 0) throw new ParleyError('INTERNAL', 'the file could not be made', { cause: new Error(said()) })
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

const streamOf = (stream: Readable | null): Readable => {
  if (stream === null) throw new ParleyError('INTERNAL', 'a program without pipes')
  return stream
}

const lower = (pid: number): void => {
  try {
    setPriority(pid, PRIORITY)
  } catch {
    // It has ended already.
  }
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new ParleyError('INTERNAL', 'ffmpeg could not be started', { cause })))
    child.once('close', resolve)
  })

/** Gives a track to one input. ffmpeg may stop to read before its end: it has what it needs then. */
const feed = async (reader: SealedReader, to: Writable): Promise<void> => {
  const content = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of reader.read()) if ('bytes' in piece) yield piece.bytes
  }
  // One that ends without having read everything resets its input, also when all was written and nobody else listens any more.
  to.on('error', () => undefined)
  try {
    await pipeline(content, to)
  } catch (error) {
    if (!CLOSED.has((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

const CLOSED: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'])

/** Reads progress (`out_time_us=…`) and errors, which come in lines of their own. */
const listen = (stderr: Readable, duration: number, onProgress: (progress: number) => void): (() => string) => {
  let rest = ''
  let said = ''
  stderr.setEncoding('utf8')
  stderr.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = (lines.pop() ?? '').slice(-KEPT)
    for (const line of lines) {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
      if (name === undefined) said = `${said}${line}\n`.slice(-KEPT)
      else if (name === 'out_time_us') {
        const done = Number(value) / 1_000 / Math.max(1, duration)
        if (Number.isFinite(done)) onProgress(Math.min(1, Math.max(0, done)))
      }
    }
  })
  return () => said
}
