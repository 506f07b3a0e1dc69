import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
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

test.skipIf(process.platform === 'win32')('a track that can’t be read any more ends it at once, and says why', async () => {
  // Reads nothing, writes nothing and does not end by itself.
  const program = join(folder, 'ffmpeg')
  await writeFile(program, '#!/bin/sh\nexec sleep 600\n')
  await chmod(program, 0o700)
  const source = sourceOf(Buffer.concat(await sealed([Buffer.from('one'), Buffer.from('two')])))
  const reader = await SealedReader.open(source, KEY, TRACK)
  source.read = async () => {
    throw new ParleyError('STORAGE_UNREACHABLE')
  }
  const segment = {
    id: 's1',
    blob: 'r1/s1',
    codec: { mimeType: 'audio/opus', clockRate: 48_000 },
    firstRtp: 0,
    anchors: [{ rtp: 0, at: 0 }],
    span: { from: 0, to: 1_000 },
  }
  const composing = compose({
    plan: { duration: 1_000, inputs: [segment], filters: '', sound: true },
    ffmpeg: program,
    open: async () => reader,
    write: async () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  })
  await expect(composing).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' })
})
