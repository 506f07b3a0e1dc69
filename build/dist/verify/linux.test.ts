import { describe, expect, test } from 'vitest'
import { controlOf, debianVersion } from '../linux/deb.ts'
import { checkDeb, checkTarball, type DebPackage, type TarEntry } from './linux.ts'

const FILES = ['parley', 'chrome-sandbox', 'resources/app.asar']
const entry = (path: string, mode = '-rw-r--r--', owner = '0/0', target?: string): TarEntry => ({ mode, owner, path, target })

const good: DebPackage = {
  control: controlOf({ version: '1.4.0', arch: 'x64', size: 5_000_000 }),
  scripts: ['postinst', 'postrm'],
  entries: [
    entry('/', 'drwxr-xr-x'),
    entry('/opt/Parley/parley', '-rwxr-xr-x'),
    entry('/opt/Parley/chrome-sandbox', '-rwsr-xr-x'),
    entry('/opt/Parley/resources/app.asar'),
    entry('/usr/bin/parley', 'lrwxrwxrwx', '0/0', '/opt/Parley/parley'),
  ],
  desktopEntry: '[Desktop Entry]\nExec=/opt/Parley/parley %U\nMimeType=x-scheme-handler/parley;\n',
}
const check = (changed: Partial<DebPackage>) => checkDeb({ ...good, ...changed }, { version: '1.4.0', arch: 'x64', files: FILES })
const withEntry = (path: string, change?: Partial<TarEntry>): DebPackage => ({
  ...good,
  entries: good.entries.flatMap((each) => (each.path !== path ? [each] : change === undefined ? [] : [{ ...each, ...change }])),
})

test('a Debian package in order', () => expect(check({})).toEqual([]))

describe('what is wrong with one is found', () => {
  test.each<[string, Partial<DebPackage>]>([
    ['another version', { control: controlOf({ version: '1.4.1', arch: 'x64', size: 1 }) }],
    ['another processor', { control: controlOf({ version: '1.4.0', arch: 'arm64', size: 1 }) }],
    ['a file missing', withEntry('/opt/Parley/resources/app.asar')],
    ["somebody else's file", withEntry('/opt/Parley/parley', { owner: '1000/1000' })],
    ['a file for everybody to write', withEntry('/opt/Parley/parley', { mode: '-rwxrwxrwx' })],
    ["root's rights for the program", withEntry('/opt/Parley/parley', { mode: '-rwsr-xr-x' })],
    ['no rights for the sandbox', withEntry('/opt/Parley/chrome-sandbox', { mode: '-rwxr-xr-x' })],
    ['a link to elsewhere', withEntry('/usr/bin/parley', { target: '/tmp/parley' })],
    ['something in /etc', { entries: [...good.entries, entry('/etc/parley/policy.json')] }],
    ['no script', { scripts: ['postinst'] }],
    ['links opened by nobody', { desktopEntry: good.desktopEntry.replace('x-scheme-handler/parley', 'text/plain') }],
    ['another program in the menu', { desktopEntry: good.desktopEntry.replace('/opt/Parley', '/tmp') }],
  ])('%s', (_, changed) => expect(check(changed)).toHaveLength(1))
})

test('a beta version comes before its release', () => expect(debianVersion('1.4.0-beta.2')).toBe('1.4.0~beta.2'))

test('an archive: one folder, nobody else may write', () => {
  const expected = { name: 'parley-1.4.0', files: ['parley'] }
  const entries = [entry('/parley-1.4.0', 'drwxr-xr-x'), entry('/parley-1.4.0/parley', '-rwxr-xr-x')]
  expect(checkTarball(entries, expected)).toEqual([])
  expect(checkTarball(entries.slice(0, 1), expected)).toHaveLength(1)
  expect(checkTarball([...entries, entry('/evil')], expected)).toHaveLength(1)
  expect(checkTarball([...entries, entry('/parley-1.4.0/x', '-rw-rw-rw-')], expected)).toHaveLength(1)
})
