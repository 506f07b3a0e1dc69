/** Events of the host's objects, by name: what comes with each. `events.check.ts` holds them against Electron's types. */
import type {
  BrowserWindow,
  DidCreateWindowDetails,
  DownloadItem,
  Event,
  RenderProcessGoneDetails,
  WebContents,
  WebContentsConsoleMessageEventParams,
  WebContentsWillNavigateEventParams,
  WebFrameMain,
} from 'electron'

export interface AppEvents {
  ready: [event: Event, launchInfo: Record<string, unknown>]
  'second-instance': [event: Event, argv: string[], workingDirectory: string, additionalData: unknown]
  'window-all-closed': []
  'before-quit': [event: Event]
  'will-quit': [event: Event]
  quit: [event: Event, exitCode: number]
  'web-contents-created': [event: Event, contents: WebContents]
  'browser-window-created': [event: Event, window: BrowserWindow]
  'browser-window-focus': [event: Event, window: BrowserWindow]
  'browser-window-blur': [event: Event, window: BrowserWindow]
  'render-process-gone': [event: Event, contents: WebContents, details: RenderProcessGoneDetails]
}

export interface WebContentsEvents {
  'did-start-loading': []
  'did-stop-loading': []
  'did-finish-load': []
  'did-frame-finish-load': [event: Event, isMainFrame: boolean, processId: number, routingId: number]
  'did-fail-load': [
    event: Event,
    code: number,
    description: string,
    address: string,
    isMainFrame: boolean,
    processId: number,
    routingId: number,
  ]
  'did-navigate': [event: Event, address: string, status: number, statusText: string]
  'did-frame-navigate': [
    event: Event,
    address: string,
    status: number,
    statusText: string,
    isMainFrame: boolean,
    processId: number,
    routingId: number,
  ]
  'did-navigate-in-page': [event: Event, address: string, isMainFrame: boolean, processId: number, routingId: number]
  'dom-ready': []
  'page-title-updated': [event: Event, title: string, isExplicit: boolean]
  'will-frame-navigate': [details: Event<WebContentsWillNavigateEventParams>]
  'will-navigate': [
    details: Event<WebContentsWillNavigateEventParams>,
    address: string,
    isInPlace: boolean,
    isMainFrame: boolean,
    processId: number,
    routingId: number,
  ]
  'will-redirect': [
    details: Event<WebContentsWillNavigateEventParams>,
    address: string,
    isInPlace: boolean,
    isMainFrame: boolean,
    processId: number,
    routingId: number,
  ]
  'did-create-window': [window: BrowserWindow, details: DidCreateWindowDetails]
  'console-message': [
    details: Event<WebContentsConsoleMessageEventParams>,
    level: number,
    message: string,
    line: number,
    source: string,
  ]
  'render-process-gone': [event: Event, details: RenderProcessGoneDetails]
  focus: []
  blur: []
  destroyed: []
}

export interface BrowserWindowEvents {
  show: []
  hide: []
  focus: []
  blur: []
  minimize: []
  restore: []
  maximize: []
  unmaximize: []
  move: []
  moved: []
  resize: []
  resized: []
  'enter-full-screen': []
  'leave-full-screen': []
  'ready-to-show': []
  close: [event: Event]
  closed: []
}

export interface SessionEvents {
  'will-download': [event: Event, item: DownloadItem, contents: WebContents, frame: WebFrameMain | null]
}
