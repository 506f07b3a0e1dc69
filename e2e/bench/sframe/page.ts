/** Starts the worker in which frames are encrypted; the benchmark calls `window.benchFrames`. */
import type { Command, Result } from './worker.ts'

declare global {
  interface Window {
    benchFrames(command: Command): Promise<Result>
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

window.benchFrames = (command) =>
  new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }: MessageEvent<Result | { error: string }>) => {
      if ('error' in data) reject(new Error(data.error))
      else resolve(data)
    }
    worker.postMessage({ bench: command }, [port2])
  })
