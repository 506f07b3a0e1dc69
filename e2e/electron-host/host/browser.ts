import type { ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { AddressMap } from './address.ts'
import type { CdpPipe, CdpSession } from './cdp.ts'
import { type ChromiumOptions, startChromium } from './chromium.ts'
import { Page } from './page.ts'
import type { PageScripts } from './page-scripts.ts'

interface Target {
  targetId: string
  session: CdpSession
}

/** A page has opened a target of its own, which waits for a decision. */
export interface OpenedTarget extends Target {
  opener: Page
  /** Where it goes first, once that is known. */
  address?: string
}

interface BrowserEvents {
  opened: [target: OpenedTarget]
  page: [page: Page]
  titled: [targetId: string, title: string]
  /** Chromium has ended, for whatever reason. */
  gone: []
}

const NO_ANSWER_LIMIT_MS = 10_000

/** Chromium with its targets. One that the program has not made, and that no page of it has opened, is closed at once. */
export class Browser extends EventEmitter<BrowserEvents> {
  readonly cdp: CdpPipe
  readonly #addresses: AddressMap
  readonly #pages = new Map<string, Page>()
  readonly #attached = new Map<string, CdpSession>()
  readonly #process: ChildProcess
  #creating = 0

  private constructor(cdp: CdpPipe, child: ChildProcess, addresses: AddressMap) {
    super()
    this.cdp = cdp
    this.#process = child
    this.#addresses = addresses
  }

  static start(options: ChromiumOptions, addresses: AddressMap): Browser {
    const { cdp, process: child } = startChromium(options)
    const browser = new Browser(cdp, child, addresses)
    child.on('exit', () => {
      cdp.close()
      browser.emit('gone')
    })
    return browser
  }

  /** Resolves when Chromium is there and tells of its targets. */
  async ready(): Promise<void> {
    const { cdp } = this
    this.#watchTargets()
    await cdp.send('Target.setDiscoverTargets', { discover: true })
    await cdp.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }, { exclude: true }],
    })
  }

  get pages(): Page[] {
    return [...this.#pages.values()]
  }

  pageOfTarget(targetId: string): Page | undefined {
    return this.#pages.get(targetId)
  }

  pageOfFrame(frameId: string): Page | undefined {
    return this.#pages.get(frameId) ?? this.pages.find((page) => page.frames.has(frameId))
  }

  /** A new empty target. Sizes in px, with Chromium's own bars. */
  async createTarget(size: { width: number; height: number }): Promise<Target> {
    this.#creating++
    try {
      const { targetId } = await this.cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size })
      const session = this.#attached.get(targetId)
      if (session === undefined) throw new Error('Chromium made a target without a session')
      this.#attached.delete(targetId)
      return { targetId, session }
    } finally {
      this.#creating--
    }
  }

  /** `onCreated` gets the page before anything can happen in it. */
  async startPage({ targetId, session }: Target, scripts: PageScripts, onCreated: (page: Page) => void): Promise<Page> {
    const page = new Page(targetId, session, this.#addresses, scripts)
    this.#pages.set(targetId, page)
    onCreated(page)
    this.emit('page', page)
    await page.start()
    return page
  }

  closeTarget(targetId: string): void {
    this.cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
  }

  /** A target that still waits would hold up its opener's process for ever: it runs, without a request getting through, and goes. */
  refuse({ targetId, session }: Target): void {
    session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined)
    this.closeTarget(targetId)
  }

  get #isGone(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  /** At once; false where it has gone already. */
  kill(): boolean {
    return !this.#isGone && this.#process.kill('SIGKILL')
  }

  /** Resolves when Chromium has gone. */
  async close(): Promise<void> {
    if (this.#isGone) return
    const gone = new Promise<void>((resolve) => this.once('gone', resolve))
    this.cdp.send('Browser.close').catch(() => undefined)
    const timer = setTimeout(() => this.kill(), NO_ANSWER_LIMIT_MS)
    await gone
    clearTimeout(timer)
  }

  #watchTargets(): void {
    const { cdp } = this
    cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const target = { targetId: targetInfo.targetId, session: cdp.session(sessionId) }
      if (targetInfo.openerId !== undefined) {
        const opener = this.#pages.get(targetInfo.openerId)
        if (opener === undefined || this.listenerCount('opened') === 0) this.refuse(target)
        else this.emit('opened', { ...target, opener })
        return
      }
      if (this.#creating === 0) this.refuse(target)
      else this.#attached.set(target.targetId, target.session)
    })
    cdp.on('Target.targetInfoChanged', ({ targetInfo }) => this.emit('titled', targetInfo.targetId, targetInfo.title))
    cdp.on('Target.targetDestroyed', ({ targetId }) => {
      const page = this.#pages.get(targetId)
      this.#pages.delete(targetId)
      page?.frames.clear()
      page?.emit('gone')
    })
  }
}
