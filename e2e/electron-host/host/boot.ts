/** Entry of the host: makes Node look like Electron's main process, and runs the program in it. */
import { readFileSync } from 'node:fs'
import inspector from 'node:inspector'
import { createRequire, enableCompileCache, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ELECTRON = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href

// Stripping the types of the host's files takes longer than all they do until the program runs.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/electron-host'))

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    /^electron(?:\/(?:main|common))?$/.test(specifier)
      ? { url: ELECTRON, format: 'module-typescript', shortCircuit: true }
      : nextResolve(specifier, context),
})

const require = createRequire(import.meta.url)
const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8'))

// Where Electron has its switches and its program, this file stands under Node.
process.argv.splice(1, 1)
Object.defineProperties(process, {
  type: { value: 'browser' },
  defaultApp: { value: true },
  resourcesPath: { value: join(import.meta.dirname, '..') },
})
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })

const { commandLine } = await import('./runtime.ts')
const { cleanUpAtExit } = await import('./lifetime.ts')
cleanUpAtExit()
const { mainFile } = await import('./app.ts')
const { start } = await import('./start.ts')

// Only now can Playwright ask this process for `require('electron')` without getting the package of that name.
if (commandLine.inspectPort !== undefined) inspector.open(commandLine.inspectPort)
await import(pathToFileURL(mainFile).href)
await start({ node: process.versions.node, electron: version, chrome: '' })
