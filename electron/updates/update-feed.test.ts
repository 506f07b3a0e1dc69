/** What reaches this computer from a feed, over a real web server and the real electron-updater, and what does not. */
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLog } from '../diagnostics/log.ts'
import { ElectronUpdaterEngine } from './electron-updater-engine.ts'
import { readUpdateKeys } from './signed-manifest.ts'
import { LocalFeed, PLACE } from './testing/local-feed.ts'
import { nodeUpdater } from './testing/node-updater.ts'
import { UpdateFeed } from './update-feed.ts'

let feed: LocalFeed
let folder: string
beforeEach(async () => {
  feed = await LocalFeed.start()
  folder = mkdtempSync(join(tmpdir(), 'parley-updates-'))
})
afterEach(async () => {
  await feed.close()
  rmSync(folder, { recursive: true })
})

const MANIFEST = 'stable-windows-x64.json'
const read = (place: Parameters<UpdateFeed['read']>[1] = PLACE, keys = feed.publicKey) =>
  new UpdateFeed({ fetch: (request, init) => fetch(request, init), keys: readUpdateKeys(keys), answerTime: 2_000 }).read(
    feed.address,
    place,
  )

describe('a manifest', () => {
  test('that we signed is believed', async () => {
    feed.publish({ version: '1.5.0' })
    const offer = await read()
    expect(offer?.manifest).toMatchObject({ version: '1.5.0', stagingPercentage: 100 })
    expect(offer?.package.href).toBe(`${feed.address}parley-1.5.0.exe`)
  })

  test('that is not there is no offer', async () => expect(await read()).toBeUndefined())

  test('may be signed with the next key before the first is given up', async () => {
    const next = generateKeyPairSync('ed25519')
    feed.publish({ key: next.privateKey })
    const keys = `${feed.publicKey},${next.publicKey.export({ format: 'jwk' }).x}`
    expect(await read(PLACE, keys)).toBeDefined()
  })

  const CASES: [string, () => void][] = [
    ['that was changed', () => feed.tamper(MANIFEST, (text) => text.replace('1.5.0', '9.9.9'))],
    ['with one byte more', () => feed.tamper(MANIFEST, (text) => `${text} `)],
    ['that another key signed', () => void feed.publish({ key: generateKeyPairSync('ed25519').privateKey })],
    ['without a signature', () => void feed.files.delete(`${MANIFEST}.sig`)],
    ['with an empty signature', () => feed.tamper(`${MANIFEST}.sig`, () => '')],
    ['with half a signature', () => feed.tamper(`${MANIFEST}.sig`, (text) => text.slice(40))],
    [
      'with a signature of something else',
      () => {
        feed.put({ ...PLACE, channel: 'beta' }, Buffer.from('{}'))
        feed.files.set(`${MANIFEST}.sig`, feed.files.get('beta-windows-x64.json.sig') ?? Buffer.of())
      },
    ],
    ['that is none, though we signed it', () => feed.put(PLACE, Buffer.from('{"format": 1}'))],
    ['that is no text', () => feed.put(PLACE, Buffer.of(0xff, 0xfe))],
    ['of another system', () => void feed.publish({ manifest: { platform: 'macos' } })],
    ['of another processor', () => void feed.publish({ manifest: { architecture: 'arm64' } })],
    ['of betas in the place of stable versions', () => void feed.publish({ manifest: { channel: 'beta' } })],
    [
      'whose package lies elsewhere',
      () =>
        void feed.put(
          PLACE,
          Buffer.from((feed.files.get(MANIFEST) ?? '').toString().replace('parley-1.5.0.exe', 'https://elsewhere.example/p.exe')),
        ),
    ],
  ]
  test.each(CASES)('%s is not', async (_name, spoil) => {
    feed.publish()
    spoil()
    await expect(read()).rejects.toMatchObject({ code: 'UPDATE_UNTRUSTED' })
    expect(feed.requests.filter((path) => path.endsWith('.exe'))).toEqual([])
  })

  test('can not be had where the build knows no key', async () => {
    feed.publish()
    await expect(read(PLACE, '')).rejects.toMatchObject({ code: 'UPDATE_UNTRUSTED' })
  })

  test.each(['x', 'AAAA', '!'])('%j is no key', (text) => expect(() => readUpdateKeys(text)).toThrow())

  const ANSWERS: [string, LocalFeed['answer']][] = [
    ['fails', (_path, response) => Boolean(response.writeHead(500).end())],
    ['hangs', () => true],
    ['breaks off', (_path, { req }) => Boolean(req.socket.destroy())],
    ['says far too much', (_path, response) => Boolean(response.end(Buffer.alloc(100_000)))],
  ]
  test.each(ANSWERS)('from a feed that %s is unreachable', async (_name, answer) => {
    feed.publish()
    feed.answer = answer
    await expect(read()).rejects.toMatchObject({ code: 'UPDATE_UNREACHABLE' })
  })
})

describe('a package', () => {
  const engine = (options: { freeSpace?: () => Promise<number>; handOver?: () => Promise<void> } = {}) => {
    const start = vi.fn((_restart: boolean) => true)
    const log = createLog(() => undefined)
    return { start, engine: new ElectronUpdaterEngine({ updater: nodeUpdater(folder), start, disk: folder, log, ...options }) }
  }
  const offered = async () => {
    const offer = await read()
    if (offer === undefined) throw new Error('the feed is empty')
    return offer
  }
  /** Whatever lies where packages are kept. */
  const kept = () => globSync('**/*', { cwd: folder }).filter((path) => /\.exe$/.test(path))
  const never = (): void => undefined

  test('comes whole, tells how far it is, and is started', async () => {
    const content = Buffer.alloc(3_000_000, 7)
    const file = feed.publish({ content })
    const progress: number[] = []
    const { engine: real, start } = engine()
    await real.download(await offered(), (percent) => progress.push(percent))
    const path = join(folder, kept()[0] ?? '')
    expect(path).toMatch(new RegExp(`pending/${file}$`))
    expect(readFileSync(path).equals(content)).toBe(true)
    expect(progress.at(-1)).toBe(100)
    await real.install(false, never)
    expect(start.mock.calls).toEqual([[false]])
  })

  test('that is another than the manifest says is refused, and nothing of it stays', async () => {
    const file = feed.publish()
    feed.tamper(file, (text) => text.replace('package', 'pAckage'))
    const { engine: real, start } = engine()
    await expect(real.download(await offered(), never)).rejects.toMatchObject({ code: 'UPDATE_UNTRUSTED' })
    expect(kept()).toEqual([])
    await expect(real.install(true, never)).rejects.toMatchObject({ code: 'UPDATE_FAILED' })
    expect(start).not.toHaveBeenCalled()
  })

  test('that was changed where it lay is refused when it is to be started, and is removed', async () => {
    feed.publish()
    const { engine: real, start } = engine()
    await real.download(await offered(), never)
    const path = join(folder, kept()[0] ?? '')
    writeFileSync(path, 'something else')
    await expect(real.install(true, never)).rejects.toMatchObject({ code: 'UPDATE_UNTRUSTED' })
    expect(start).not.toHaveBeenCalled()
    expect(existsSync(path)).toBe(false)
  })

  test('whose download breaks off leaves nothing, and starts again the next time', async () => {
    const content = Buffer.alloc(1_000_000, 3)
    const file = feed.publish({ content })
    let breaks = true
    feed.answer = (path, response) => {
      if (path !== file || !breaks) return false
      breaks = false
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 300_000), () => response.destroy())
      return true
    }
    const { engine: real, start } = engine()
    await expect(real.download(await offered(), never)).rejects.toMatchObject({ code: 'UPDATE_UNREACHABLE' })
    expect(kept()).toEqual([])
    await expect(real.install(true, never)).rejects.toMatchObject({ code: 'UPDATE_FAILED' })
    expect(start).not.toHaveBeenCalled()

    await real.download(await offered(), never)
    expect(readFileSync(join(folder, kept()[0] ?? '')).equals(content)).toBe(true)
  })

  test('that ends early is not taken for the whole one', async () => {
    const content = Buffer.alloc(1_000_000, 3)
    const file = feed.publish({ content })
    feed.answer = (path, response) => path === file && Boolean(response.end(content.subarray(0, 999_999)))
    const { engine: real } = engine()
    await expect(real.download(await offered(), never)).rejects.toMatchObject({ code: 'UPDATE_UNTRUSTED' })
    expect(kept()).toEqual([])
  })

  test('that is not there, though the manifest is', async () => {
    feed.files.delete(feed.publish())
    await expect(engine().engine.download(await offered(), never)).rejects.toMatchObject({ code: 'UPDATE_UNREACHABLE' })
  })

  test('for which there is no space is not asked for', async () => {
    const file = feed.publish({ content: Buffer.alloc(1_000) })
    const { engine: real } = engine({ freeSpace: async () => 2_999 })
    await expect(real.download(await offered(), never)).rejects.toMatchObject({ code: 'UPDATE_NO_SPACE' })
    expect(feed.requests).not.toContain(file)
  })

  test('that fills the disk while it comes is removed', async () => {
    feed.publish({ content: Buffer.alloc(100_000) })
    // A device that takes nothing stands where the package would be written.
    const updater = nodeUpdater(folder)
    const executor: { download: (...given: unknown[]) => Promise<unknown> } = Reflect.get(updater, 'httpExecutor')
    const download = executor.download.bind(executor)
    executor.download = (address, _destination, ...rest) => download(address, '/dev/full', ...rest)
    const start = vi.fn(() => true)
    const real = new ElectronUpdaterEngine({ updater, start, disk: folder, log: createLog(() => undefined) })
    await expect(real.download(await offered(), never)).rejects.toMatchObject({ code: 'UPDATE_NO_SPACE' })
    expect(kept()).toEqual([])
  })

  test('that whoever must be asked last says no to is not started', async () => {
    feed.publish()
    const { engine: real, start } = engine()
    await real.download(await offered(), never)
    const refuse = () => {
      throw new Error('a meeting has begun')
    }
    await expect(real.install(true, refuse)).rejects.toThrow('a meeting has begun')
    expect(start).not.toHaveBeenCalled()
  })

  test('that is handed over first is started when that is done, and if nothing has come in between', async () => {
    feed.publish()
    const handOver = vi.fn(async () => undefined)
    const { engine: real, start } = engine({ handOver })
    await real.download(await offered(), never)
    const mayStart = vi.fn(() => {
      expect(handOver).toHaveBeenCalledTimes(1)
      throw new Error('a meeting has begun')
    })
    await expect(real.install(true, mayStart)).rejects.toThrow('a meeting has begun')
    expect(mayStart).toHaveBeenCalled()
    expect(start).not.toHaveBeenCalled()
    await real.install(true, never)
    expect(start.mock.calls).toEqual([[true]])
    expect(handOver).toHaveBeenCalledTimes(1)
  })

  test('that can not be handed over is not started', async () => {
    feed.publish()
    const { engine: real, start } = engine({ handOver: () => Promise.reject(new Error('code signature')) })
    await real.download(await offered(), never)
    await expect(real.install(true, never)).rejects.toMatchObject({ code: 'UPDATE_FAILED' })
    expect(start).not.toHaveBeenCalled()
  })

  test('is given to Windows with its checksum, to be started without a console of ours', async () => {
    feed.publish()
    const offer = await offered()
    const updater = nodeUpdater(folder)
    const spawn = vi.fn(async (_command: string, _given: string[]) => true)
    Reflect.set(updater, 'spawnLog', spawn)
    const start = (restart: boolean) => updater.install(true, restart)
    const real = new ElectronUpdaterEngine({ updater, start, disk: folder, log: createLog(() => undefined) })
    await real.download(offer, never)
    await real.install(true, never)
    const [command, given = []] = spawn.mock.calls[0] ?? []
    expect(command).toMatch(/cmd\.exe$/)
    expect(given.slice(0, 2)).toEqual(['/d', '/c'])
    expect(given[2]).toMatch(/powershell\.exe$/)
    expect(given.at(-2)).toBe('-Command')
    expect(given.at(-1)).toContain(`-ceq '${offer.manifest.package.sha512}'`)
    expect(given.at(-1)).toContain(join(folder, kept()[0] ?? ''))
    expect(given.at(-1)).toMatch(new RegExp(`Start-Process -FilePath '${process.execPath}'$`))
  })
})
