/** Started with something that can't be used, the program says so and ends. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { en } from '#shared/catalogue/en.ts'
import { PROJECT_ROOT } from '../../build/setup/paths.ts'
import { electronProgram } from '../electron-host/launch.ts'
import { skipWithout } from '../support/skip.ts'

let userData: string
test.beforeEach(() => {
  // Elsewhere the message is a window that waits for a click.
  skipWithout(process.platform === 'linux' ? undefined : 'error messages that go to the terminal, as on Linux')
  userData = mkdtempSync(join(tmpdir(), 'parley-desktop-'))
})
test.afterEach(() => rmSync(userData, { recursive: true, force: true }))

const { serviceUrl, person, profile, pretence, title } = en.desktop.start
const CASES: [string, string, string[], Record<string, string>][] = [
  ['a service without TLS on another computer', serviceUrl, [], { PARLEY_SERVICE_URL: 'http://meet.example.org' }],
  ['a service that is no address', serviceUrl, [], { PARLEY_SERVICE_URL: 'meet' }],
  ['a person that is no id', person, ['--person=../ada'], {}],
  ['a profile that is a path', profile, ['--profile=../../etc'], {}],
  ['a system that nothing is for alone', pretence, [], { PARLEY_PRETEND_OS: 'solaris' }],
]
for (const [name, message, args, environment] of CASES) {
  test(name, async () => {
    const program = spawn(electronProgram, [PROJECT_ROOT, `--user-data-dir=${userData}`, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [said, ended] = await Promise.all([text(program.stderr), once(program, 'exit')])
    expect(said).toContain(title)
    expect(said).toContain(message)
    expect(ended).toEqual([1, null])
  })
}
