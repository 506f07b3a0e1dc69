import { access, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ParleyError } from '#shared/errors.ts'
import { SealedReader } from '../sealed/sealed-reader.ts'
import { KEY, sealed, sourceOf, TRACK } from '../sealed/testing/sealed-bytes.ts'
import { compose } from './composer.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-composer-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const programOf = async (script: string): Promise<string> => {
  const program = join(folder, 'ffmpeg')
  await writeFile(program, `#!/bin/sh\n${script}\n`)
  await chmod(program, 0o700)
  return program
}

const source = async () => sourceOf(Buffer.concat(await sealed([Buffer.from('one'), Buffer.from('two')])))

const segment = {
  id: 's1',
  blob: 'r1/s1',
  codec: { mimeType: 'audio/opus', clockRate: 48_000 },
  firstRtp: 0,
  anchors: [{ rtp: 0, at: 0 }],
  span: { from: 0, to: 1_000 },
}

const common = {
  plan: { duration: 1_000, inputs: [segment], filters: '', sound: true },
  write: async () => undefined,
  onProgress: () => undefined,
}

test.skipIf(process.platform === 'win32')('a track that can’t be read any more ends it at once, and says why', async () => {
  // Reads nothing, writes nothing and does not end by itself.
  const ffmpeg = await programOf('exec sleep 600')
  const failing = await source()
  const reader = await SealedReader.open(failing, KEY, TRACK)
  failing.read = async () => {
    throw new ParleyError('STORAGE_UNREACHABLE')
  }
  const composing = compose({ ...common, ffmpeg, open: async () => reader, signal: new AbortController().signal })
  await expect(composing).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
})

test.skipIf(process.platform === 'win32')('nothing is started for who gave up while its tracks were opened', async () => {
  const ffmpeg = await programOf(': > "$0.started"')
  const reader = await SealedReader.open(await source(), KEY, TRACK)
  const abort = new AbortController()
  const open = async (): Promise<SealedReader> => {
    abort.abort(new ParleyError('WRONG_STATE', 'cancelled'))
    return reader
  }
  const composing = compose({ ...common, ffmpeg, open, signal: abort.signal })
  await expect(composing).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await expect(access(`${ffmpeg}.started`)).rejects.toMatchObject({ code: 'ENOENT' })
})
