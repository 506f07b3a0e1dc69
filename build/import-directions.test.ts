import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PROJECT_ROOT } from './setup/paths.ts'

/** A file and one line in it, as somebody might write it. */
type Line = [file: string, code: string]

const forbidden: Line[] = [
  // shared/ imports nothing of a process, of Node, of a framework.
  ['shared/a.ts', `import { x } from '../server/x.ts'`],
  ['shared/meeting/a.ts', `import { x } from '../../server/x.ts'`],
  ['shared/meeting/deep/a.ts', `import { x } from '../../../renderer/x.ts'`],
  ['shared/a.ts', `import { x } from '../electron/x.ts'`],
  ['shared/a.ts', `import { x } from '../build/x.ts'`],
  ['shared/a.ts', `import { x } from '../e2e/x.ts'`],
  ['shared/a.ts', `import { x } from 'node:fs'`],
  ['shared/a.ts', `import { x } from 'fs'`],
  ['shared/a.ts', `import { x } from 'react'`],
  ['shared/a.ts', `import { x } from 'electron'`],
  ['shared/a.ts', `import { x } from '@orpc/server'`],
  ['shared/a.ts', `import 'pino'`],
  ['shared/a.test.ts', `import { x } from '../server/x.ts'`],

  // No process imports another, nor what is around them.
  ['electron/a.ts', `import { x } from '../server/x.ts'`],
  ['electron/windows/a.ts', `import { x } from '../../renderer/x.ts'`],
  ['electron/a.ts', `import { x } from '../build/x.ts'`],
  ['electron/a.ts', `import { x } from '../e2e/x.ts'`],
  ['electron/a.test.ts', `import { x } from '../e2e/x.ts'`],
  ['renderer/a.ts', `import { x } from '../electron/x.ts'`],
  ['renderer/features/stage/a.tsx', `import { x } from '../../../electron/x.ts'`],
  ['renderer/a.ts', `import { x } from '../server/x.ts'`],
  ['renderer/a.ts', `import { x } from '../build/x.ts'`],
  ['renderer/a.ts', `import { x } from '../e2e/x.ts'`],
  ['server/a.ts', `import { x } from '../electron/x.ts'`],
  ['server/meetings/a.ts', `import { x } from '../../renderer/x.ts'`],
  ['server/a.ts', `import { x } from '../build/x.ts'`],
  ['server/a.service.test.ts', `import { x } from '../e2e/x.ts'`],
  ['build/a.ts', `import { x } from '../server/x.ts'`],
  ['build/setup/a.ts', `import { x } from '../../renderer/x.ts'`],
  ['build/a.ts', `import { x } from '../electron/x.ts'`],
  ['build/a.ts', `import { x } from '../e2e/x.ts'`],

  // The page has neither Node nor Electron; the service has no Electron.
  ['renderer/a.ts', `import { x } from 'electron'`],
  ['renderer/a.ts', `import { x } from 'electron/renderer'`],
  ['renderer/a.ts', `import { x } from 'node:fs/promises'`],
  ['renderer/a.ts', `import { x } from 'fs'`],
  ['renderer/a.ts', `import { x } from '@orpc/server'`],
  ['renderer/a.ts', `import { x } from '@orpc/server/ws'`],
  ['renderer/a.ts', `import { x } from 'mediasoup'`],
  ['server/a.ts', `import { x } from 'electron'`],
  ['server/a.ts', `import { x } from 'electron/main'`],
  ['server/a.ts', `import { x } from 'react'`],

  // shared/ has one name from outside.
  ['electron/a.ts', `import { x } from '../shared/x.ts'`],
  ['renderer/call/a.ts', `import { x } from '../../shared/meeting/x.ts'`],
  ['server/a.ts', `import { x } from '../shared/x.ts'`],
  ['build/a.ts', `import { x } from '../shared/x.ts'`],

  // However it is written.
  ['server/a.ts', `import type { X } from '../renderer/x.ts'`],
  ['server/a.ts', `import * as x from '../renderer/x.ts'`],
  ['server/a.ts', `import '../renderer/x.ts'`],
  ['server/a.ts', `export { x } from '../renderer/x.ts'`],
  ['server/a.ts', `export * from '../renderer/x.ts'`],
  ['server/a.ts', `export const x = await import('../renderer/x.ts')`],
  ['server/a.ts', `export const x = require('../renderer/x.ts')`],
]

const allowed: Line[] = [
  ['shared/a.ts', `import { x } from './b.ts'`],
  ['shared/meeting/a.ts', `import { x } from '../errors.ts'`],
  ['shared/a.ts', `import { z } from 'zod'`],
  ['shared/a.ts', `import { x } from 'obscenity'`],
  ['shared/a.ts', `import { z } from 'zod/mini'`],
  ['shared/a.ts', `import { oc } from '@orpc/contract'`],
  ['shared/a.test.ts', `import { it } from 'vitest'`],
  ['electron/a.ts', `import { x } from '#shared/errors.ts'`],
  ['electron/windows/a.ts', `import { x } from '../bridge/x.ts'`],
  ['electron/a.ts', `import { app } from 'electron'`],
  ['electron/a.ts', `import { join } from 'node:path'`],
  ['renderer/a.ts', `import { x } from '#shared/meeting/code.ts'`],
  ['renderer/features/stage/a.tsx', `import { x } from '../../call/x.ts'`],
  ['renderer/a.tsx', `import { useState } from 'react'`],
  ['renderer/a.ts', `import { x } from '@orpc/client'`],
  ['renderer/a.ts', `import { Device } from 'mediasoup-client'`],
  ['server/a.ts', `import { x } from '#shared/errors.ts'`],
  ['server/meetings/a.ts', `import { x } from '../media/x.ts'`],
  ['server/a.ts', `import { x } from '@orpc/server'`],
  ['server/a.ts', `import { x } from '@orpc/server/ws'`],
  ['server/a.ts', `import { x } from 'node:fs'`],
  ['renderer/a.test.ts', `import { x } from 'node:fs'`],
  ['build/a.ts', `import { x } from './setup/x.ts'`],
  ['build/a.ts', `import { x } from '#shared/errors.ts'`],
  ['build/a.ts', `import { x } from 'node:fs'`],
  ['e2e/journeys/a.ts', `import { x } from '../../server/x.ts'`],
  ['e2e/a.ts', `import { x } from '../renderer/x.ts'`],
  ['e2e/a.ts', `import { x } from '../electron/x.ts'`],
  ['e2e/a.ts', `import { x } from '../build/setup/x.ts'`],
  ['e2e/a.ts', `import { x } from '../shared/x.ts'`],
]

const lintReport = z.object({
  diagnostics: z.array(z.object({ severity: z.string(), location: z.object({ path: z.string() }) })),
})

describe('the lint rules for imports', () => {
  let project: string
  const refused = new Set<string>()

  beforeAll(async () => {
    // A project of its own with the same rules: every line is a file, so one run of the linter judges them all.
    project = await mkdtemp(join(tmpdir(), 'parley-imports-'))
    const { vcs: _, $schema: __, ...rules } = JSON.parse(await readFile(join(PROJECT_ROOT, 'biome.json'), 'utf8'))
    await writeFile(join(project, 'biome.json'), JSON.stringify({ ...rules, root: true }))
    for (const line of [...forbidden, ...allowed]) {
      const file = join(project, fileOf(line))
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, `${line[1]}\n`)
    }

    const { stdout } = await execa(
      'biome',
      [
        'lint',
        '--only=style/noRestrictedImports',
        '--only=correctness/noNodejsModules',
        '--only=style/noCommonJs',
        '--max-diagnostics=none',
        '--reporter=json',
        '.',
      ],
      { cwd: project, preferLocal: true, localDir: PROJECT_ROOT, reject: false },
    )
    for (const { severity, location } of lintReport.parse(JSON.parse(stdout)).diagnostics) {
      if (severity === 'error') refused.add(location.path.replaceAll('\\', '/'))
    }
  })

  afterAll(() => rm(project, { recursive: true }))

  it.each(forbidden)('refuses in %s: %s', (...line) => {
    expect(refused).toContain(fileOf(line))
  })

  it.each(allowed)('lets pass in %s: %s', (...line) => {
    expect(refused).not.toContain(fileOf(line))
  })
})

/** The file that holds a line: where the line says, with a name of its own. */
function fileOf(line: Line): string {
  const index = [...forbidden, ...allowed].findIndex(([file, code]) => file === line[0] && code === line[1])
  return line[0].replace(/\/(?=[^/]*$)/, `/line-${index}-`)
}
