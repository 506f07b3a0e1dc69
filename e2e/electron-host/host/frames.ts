import type { WebFrameMain } from 'electron'
import type { AddressMap } from './address.ts'
import type { Protocol } from './cdp.ts'
import { conform } from './conform.ts'

type CdpFrame = Protocol.Page.Frame

interface Frame {
  readonly id: string
  readonly parentId: string | undefined
  name: string
  /** As Chromium knows it. */
  address: string
  origin: string
  /** Of the document that is in it now. */
  loaderId: string
  readonly face: WebFrameMain
}

export interface FrameActions {
  evaluate(code: string, userGesture: boolean): Promise<unknown>
  send(channel: string, args: unknown[]): void
  reload(): void
}

let frameCount = 0

/** The frames of one page, as Chromium reports them, each with the face that Electron gives it. */
export class Frames {
  readonly #frames = new Map<string, Frame>()
  readonly #addresses: AddressMap
  readonly #actions: FrameActions
  readonly #mainId: string

  constructor(mainId: string, addresses: AddressMap, actions: FrameActions) {
    this.#mainId = mainId
    this.#addresses = addresses
    this.#actions = actions
    this.attach(mainId, undefined)
  }

  get main(): WebFrameMain {
    const frame = this.#frames.get(this.#mainId)
    if (frame === undefined) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    return frame.face
  }

  has(id: string): boolean {
    return this.#frames.has(id)
  }

  faceOf(id: string): WebFrameMain | null {
    return this.#frames.get(id)?.face ?? null
  }

  /** The same, for as long as the document that is in it now stays there. */
  documentFaceOf(id: string): () => WebFrameMain | null {
    const loaderId = this.#frames.get(id)?.loaderId
    return () => {
      const frame = this.#frames.get(id)
      return frame !== undefined && frame.loaderId === loaderId ? frame.face : null
    }
  }

  attach(id: string, parentId: string | undefined): void {
    if (this.#frames.has(id)) return
    const origin = this.#originOfParent(parentId)
    const frame = { id, parentId, name: '', address: 'about:blank', origin, loaderId: '' }
    this.#frames.set(id, Object.assign(frame, { face: this.#createFace(frame) }))
  }

  navigated(frame: CdpFrame): void {
    this.attach(frame.id, frame.parentId)
    const known = this.#frames.get(frame.id)
    if (known === undefined) return
    for (const child of this.#childrenOf(frame.id)) this.detach(child.id)
    known.name = frame.name ?? ''
    known.address = frame.url + (frame.urlFragment ?? '')
    known.origin = frame.url.startsWith('about:') ? this.#originOfParent(frame.parentId) : frame.securityOrigin
    if (known.origin === '://') known.origin = 'null'
    known.loaderId = frame.loaderId
  }

  navigatedWithinDocument(id: string, address: string): void {
    const frame = this.#frames.get(id)
    if (frame !== undefined) frame.address = address
  }

  detach(id: string): void {
    for (const child of this.#childrenOf(id)) this.detach(child.id)
    this.#frames.delete(id)
  }

  clear(): void {
    this.#frames.clear()
  }

  /** An empty frame has the origin of the frame that made it. */
  #originOfParent(parentId: string | undefined): string {
    return (parentId === undefined ? undefined : this.#frames.get(parentId)?.origin) ?? 'null'
  }

  #childrenOf(id: string): Frame[] {
    return [...this.#frames.values()].filter(({ parentId }) => parentId === id)
  }

  #createFace(frame: Omit<Frame, 'face'>): WebFrameMain {
    const addresses = this.#addresses
    const actions = this.#actions
    const frames = this.#frames
    const mainId = this.#mainId
    const childrenOf = (id: string) => this.#childrenOf(id)
    const frameTreeNodeId = ++frameCount
    const isDestroyed = () => frames.get(frame.id) !== frame
    const onlyMain = (what: string) => {
      if (frame.id !== mainId) throw new Error(`the host has no ${what} in frames below the main frame`)
    }
    return conform<WebFrameMain>()({
      frameTreeNodeId,
      routingId: frameTreeNodeId,
      processId: 1,
      osProcessId: 1,
      frameToken: frame.id,
      get url() {
        return addresses.toProgram(frame.address)
      },
      get origin() {
        return addresses.toProgram(frame.origin)
      },
      get name() {
        return frame.name
      },
      get parent() {
        return frame.parentId === undefined ? null : (frames.get(frame.parentId)?.face ?? null)
      },
      get top() {
        return frames.get(mainId)?.face ?? null
      },
      get frames() {
        return childrenOf(frame.id).map(({ face }) => face)
      },
      get framesInSubtree(): WebFrameMain[] {
        const below = childrenOf(frame.id).flatMap(({ face }) => face.framesInSubtree)
        return [...[frames.get(frame.id)?.face ?? []].flat(), ...below]
      },
      get detached() {
        return isDestroyed()
      },
      get visibilityState() {
        return 'visible'
      },
      isDestroyed,
      executeJavaScript: (code: string, userGesture = false) => {
        onlyMain('executeJavaScript')
        return actions.evaluate(code, userGesture)
      },
      send: (channel: string, ...args: unknown[]) => {
        onlyMain('preload')
        actions.send(channel, args)
      },
      reload: () => {
        onlyMain('reload')
        actions.reload()
        return true
      },
    })
  }
}
