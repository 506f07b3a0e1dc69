import { Writable } from 'node:stream'
import { createLog, type Log } from '../logging.ts'

/** A log whose lines a test reads. */
export class LogCapture {
  readonly log: Log
  text = ''

  constructor() {
    const sink = new Writable({
      write: (chunk, _encoding, done) => {
        this.text += String(chunk)
        done()
      },
    })
    this.log = createLog('debug', sink)
  }

  get lines(): Record<string, unknown>[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  }

  clear(): void {
    this.text = ''
  }
}
