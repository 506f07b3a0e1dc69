import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from '../setup/paths.ts'
import { browserAddresses, openDesktopClients } from './client.ts'

const ORIGIN = 'http://127.0.0.1:8473'

it('gives each sample person an address, and one for whoever chooses', () => {
  expect(browserAddresses(ORIGIN, ['ada', 'bo'])).toEqual([`${ORIGIN}/?person=ada`, `${ORIGIN}/?person=bo`])
  expect(browserAddresses(ORIGIN, [undefined])).toEqual([`${ORIGIN}/`])
})

describe.skipIf(process.platform === 'win32')('desktop clients', () => {
  let folder: string
  const program = async (script: string) => {
    const path = join(folder, 'electron')
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
    return path
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-client-'))
  })

  afterEach(() => rm(folder, { recursive: true }))

  it('are told who they are, where their data goes and where the service is', async () => {
    const electron = await program(`echo "$@ $PARLEY_SERVICE_URL" > ${folder}/\${2:-nobody}`)
    expect(await openDesktopClients(electron, ORIGIN, ['ada', 'bo', undefined]).closed).toBe('closed')
    expect(await readFile(join(folder, '--profile=ada'), 'utf8')).toBe(`${PROJECT_ROOT} --profile=ada --person=ada ${ORIGIN}\n`)
    expect(await readFile(join(folder, '--profile=bo'), 'utf8')).toBe(`${PROJECT_ROOT} --profile=bo --person=bo ${ORIGIN}\n`)
    expect(await readFile(join(folder, 'nobody'), 'utf8')).toBe(`${PROJECT_ROOT} ${ORIGIN}\n`)
  })

  it.each(['exit 1', 'kill -ABRT $$'])('are unable where each does "%s" at once', async (script) => {
    expect(await openDesktopClients(await program(script), ORIGIN, ['ada', 'bo']).closed).toBe('unable')
  })

  it('are closed where only one of them failed', async () => {
    const electron = await program('[ "$2" = --profile=ada ] && exit 1; exit 0')
    expect(await openDesktopClients(electron, ORIGIN, ['ada', 'bo']).closed).toBe('closed')
  })

  it('end when they are stopped', async () => {
    const clients = openDesktopClients(await program('exec sleep 600'), ORIGIN, ['ada', 'bo'])
    await clients.stop()
    await clients.closed
  })
})
