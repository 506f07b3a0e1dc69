import { EventEmitter } from 'node:events'
import type { WebFrameMain } from 'electron'
import { createCodec } from '../page/codec.ts'
import type { FromRenderer, ToRenderer } from '../page/isolated-world.ts'
import type { PermissionAnswer, PermissionQuestion } from '../page/permission-gate.ts'
import type { AddressMap } from './address.ts'
import type { CdpSession } from './cdp.ts'
import { Frames } from './frames.ts'
import { ISOLATED_WORLD, type PageScripts } from './page-scripts.ts'

/** A navigation that somebody wants, before it takes place. */
export interface WantedNavigation {
  address: string
  frame: WebFrameMain | null
  isMainFrame: boolean
  isRedirect: boolean
}

/** A window that the page wants to open. */
export interface WantedWindow {
  address: string
  name: string
  features: string
}

interface PageEvents {
  message: [message: FromRenderer, sender: () => WebFrameMain | null]
  question: [question: PermissionQuestion, frame: WebFrameMain | null, answer: (refusal?: PermissionAnswer['refusal']) => void]
  loading: []
  navigated: [address: string]
  navigatedWithinPage: [address: string, isMainFrame: boolean]
  domReady: []
  loaded: []
  failed: [description: string, address: string]
  crashed: []
  console: [level: string, text: string, line: number, source: string]
  leaves: [address: string]
  gone: []
}

/** One target of Chromium with its session: loads documents, runs code in them and carries their messages. Addresses are the program's. */
export class Page extends EventEmitter<PageEvents> {
  readonly targetId: string
  readonly session: CdpSession
  readonly frames: Frames
  readonly #addresses: AddressMap
  readonly #scripts: PageScripts
  readonly #codec = createCodec()
  readonly #windows: WantedWindow[] = []
  readonly #windowWaits: ((wanted: WantedWindow) => void)[] = []
  #address = 'about:blank'
  #isolatedContext: number | undefined
  /** The document that the program itself loads: it needs nobody's leave. */
  #expected: string | undefined
  #isLoading = false

  constructor(targetId: string, session: CdpSession, addresses: AddressMap, scripts: PageScripts) {
    super()
    this.targetId = targetId
    this.session = session
    this.#addresses = addresses
    this.#scripts = scripts
    this.frames = new Frames(targetId, addresses, {
      evaluate: (code, userGesture) => this.evaluate(code, userGesture),
      send: (channel, args) => this.send(channel, args),
      reload: () => this.reload(),
    })
    this.#listen()
  }

  get address(): string {
    return this.#addresses.toProgram(this.#address)
  }

  get isLoading(): boolean {
    return this.#isLoading
  }

  /** Puts the scripts in place and lets the target run. */
  async start(): Promise<void> {
    const { session } = this
    const { isolated, main, sendName, askName } = this.#scripts
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Inspector.enable'),
      session.send('Runtime.addBinding', { name: sendName, executionContextName: ISOLATED_WORLD }),
      session.send('Runtime.addBinding', { name: askName }),
      ...(isolated === undefined
        ? []
        : [session.send('Page.addScriptToEvaluateOnNewDocument', { worldName: ISOLATED_WORLD, source: isolated })]),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: main }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ])
  }

  /** Rejects when nothing was loaded. */
  async load(address: string): Promise<void> {
    const target = this.#addresses.toBrowser(address)
    this.#expected = target
    let failure: string | undefined
    const finished = new Promise<void>((resolve) => {
      const done = (): void => {
        this.off('loaded', done)
        this.off('failed', failed)
        resolve()
      }
      const failed = (description: string): void => {
        failure = description
        done()
      }
      this.on('loaded', done)
      this.on('failed', failed)
    })
    const { errorText } = await this.session.send('Page.navigate', { url: target })
    if (errorText !== undefined) this.emit('failed', errorText.replace('net::', ''), address)
    await finished
    if (failure !== undefined) throw new Error(`${failure} loading '${address}'`)
  }

  reload(): void {
    this.#expected = this.#address
    this.session.send('Page.reload').catch(() => undefined)
  }

  /** A document that comes without `load`. */
  expect(address: string): void {
    this.#expected = this.#addresses.toBrowser(address)
  }

  /** Whether a request for a document is the one that the program itself asked for. */
  takeExpected(address: string): boolean {
    const isExpected = this.#expected === address.split('#')[0] || this.#expected === address
    if (isExpected) this.#expected = undefined
    return isExpected
  }

  /** The next window that the page wants; Chromium tells of the wish and of the target in either order. */
  takeWantedWindow(): Promise<WantedWindow> {
    const wanted = this.#windows.shift()
    return wanted ? Promise.resolve(wanted) : new Promise((resolve) => this.#windowWaits.push(resolve))
  }

  async evaluate(code: string, userGesture = false): Promise<unknown> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    })
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }
    return result.value
  }

  /** A message to the preload. It is lost where there is none to hear it, as in Electron. */
  send(channel: string, args: unknown[]): void {
    this.#tell({ type: 'message', channel, args: this.#codec.encode(args) })
  }

  reply(id: number, value: unknown): void {
    this.#tell({ type: 'result', id, value: this.#codec.encode(value) })
  }

  fail(id: number, message: string): void {
    this.#tell({ type: 'failure', id, message })
  }

  decode(text: string): unknown[] {
    return this.#codec.decode(text) as unknown[]
  }

  #tell(message: ToRenderer): void {
    if (this.#isolatedContext === undefined) return
    this.session
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `(text) => globalThis[${JSON.stringify(this.#scripts.receiveName)}]?.(text)`,
        executionContextId: this.#isolatedContext,
        arguments: [{ value: JSON.stringify(message) }],
      })
      .catch(() => undefined)
  }

  #listen(): void {
    const { session, frames, targetId } = this
    const contexts = new Map<number, string>()

    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => frames.attach(frameId, parentFrameId))
    session.on('Page.frameDetached', ({ frameId, reason }) => reason === 'remove' && frames.detach(frameId))
    session.on('Page.frameNavigated', ({ frame }) => {
      frames.navigated(frame)
      if (frame.id !== targetId) return
      this.#address = frame.url + (frame.urlFragment ?? '')
      if (frame.unreachableUrl === undefined) this.emit('navigated', this.address)
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      frames.navigatedWithinDocument(frameId, url)
      if (frameId === targetId) this.#address = url
      this.emit('navigatedWithinPage', this.#addresses.toProgram(url), frameId === targetId)
    })
    session.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId !== targetId) return
      this.#isLoading = true
      this.emit('loading')
    })
    session.on('Page.domContentEventFired', () => this.emit('domReady'))
    session.on('Page.loadEventFired', () => {
      this.#isLoading = false
      this.emit('loaded')
    })
    session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      // Only what Chromium does not load itself: a scheme of the program, or one that another program opens.
      if (frameId === targetId && !/^(https?|about|blob|data|javascript|file):/i.test(url)) this.emit('leaves', url)
    })
    session.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      const wanted = { address: this.#addresses.toProgram(url), name: windowName, features: windowFeatures.join(',') }
      const wait = this.#windowWaits.shift()
      if (wait) wait(wanted)
      else this.#windows.push(wanted)
    })

    session.on('Runtime.executionContextCreated', ({ context }) => {
      const frameId: unknown = context.auxData?.frameId
      if (typeof frameId !== 'string') return
      contexts.set(context.id, frameId)
      if (context.name === ISOLATED_WORLD && frameId === targetId) this.#isolatedContext = context.id
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      contexts.delete(executionContextId)
      if (this.#isolatedContext === executionContextId) this.#isolatedContext = undefined
    })
    session.on('Runtime.executionContextsCleared', () => {
      contexts.clear()
      this.#isolatedContext = undefined
    })
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frameId = contexts.get(executionContextId)
      if (frameId === undefined) return
      if (name === this.#scripts.sendName) this.emit('message', JSON.parse(payload), frames.documentFaceOf(frameId))
      if (name === this.#scripts.askName) this.#ask(payload, frameId, executionContextId)
    })
    session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const text = args.map((argument) => String(argument.value ?? argument.description ?? '')).join(' ')
      const at = stackTrace?.callFrames[0]
      this.emit('console', type, text, at?.lineNumber ?? 0, at?.url ?? '')
    })
    session.on('Inspector.targetCrashed', () => this.emit('crashed'))
  }

  #ask(payload: string, frameId: string, executionContextId: number): void {
    const { id, ...question } = JSON.parse(payload) as PermissionQuestion & { id: number }
    this.emit('question', question, this.frames.faceOf(frameId), (refusal) => {
      const answer: PermissionAnswer = { id, ...(refusal && { refusal }) }
      this.session
        .send('Runtime.callFunctionOn', {
          functionDeclaration: '(name, detail) => { window.dispatchEvent(new CustomEvent(name, { detail })) }',
          executionContextId,
          arguments: [{ value: this.#scripts.answerEvent }, { value: JSON.stringify(answer) }],
          // The wish came from a click; a question in between must not lose it.
        })
        .catch(() => undefined)
    })
  }
}
