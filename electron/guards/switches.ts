/**
 * Arguments by which another program of the same person could get into this one, or take its guards away. Fuses keep out Node's own;
 * Chromium's have none, so the program refuses to start with them. On Windows they may also be written with `-` or `/`: Chromium's own
 * reading of the command line is asked.
 */
import type { App } from 'electron'

const REFUSED = [
  // Somebody else at the controls of the page or of the main process.
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-port',
  'inspect-wait',
  'remote-debugging-address',
  'remote-debugging-pipe',
  'remote-debugging-port',
  'auto-open-devtools-for-tabs',
  'load-extension',
  // Programs that Chromium starts in place of its own.
  'browser-subprocess-path',
  'gpu-launcher',
  'ppapi-plugin-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'js-flags',
  // Guards of the page.
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'disable-setuid-sandbox',
  'no-sandbox',
  'single-process',
  'in-process-gpu',
  // Who is at the other end of a connection.
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'log-net-log',
  'ssl-key-log-file',
  'unsafely-treat-insecure-origin-as-secure',
  // Camera, microphone and screen without asking, or from elsewhere.
  'auto-accept-camera-and-microphone-capture',
  'auto-select-desktop-capture-source',
  'auto-select-tab-capture-source-by-title',
  'use-fake-device-for-media-stream',
  'use-fake-ui-for-media-stream',
  'use-file-for-fake-audio-capture',
  'use-file-for-fake-video-capture',
] as const

/** Whether the program was started with one of them. */
export const hasRefusedSwitch = (commandLine: Pick<App['commandLine'], 'hasSwitch'>): boolean =>
  REFUSED.some((name) => commandLine.hasSwitch(name))
