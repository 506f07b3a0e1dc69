/** What `withProgress` hands to the work, to say how far it is ("212 of 480 files"). */
export type Report = (detail: string) => void

const QUIET_MS = 2_000
const TERMINAL_TICK_MS = 250
const LOG_TICK_MS = 15_000

/**
 * Runs `work` and tells the person about it on standard error if it takes more than two seconds: a line that rewrites itself in a
 * terminal, a line now and then in a log.
 */
export async function withProgress<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
  const output = process.stderr
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  let detail = ''
  let shown = false

  const line = () => `${title}${detail && `: ${detail}`} (${seconds()} s)`
  const show = () => {
    if (performance.now() - started < QUIET_MS) return
    shown = true
    output.write(output.isTTY ? `\r\x1b[2K${line().slice(0, output.columns - 1)}` : `${line()}\n`)
  }

  const first = setTimeout(show, QUIET_MS)
  const tick = setInterval(show, output.isTTY ? TERMINAL_TICK_MS : LOG_TICK_MS)
  const finish = (outcome: string) => {
    clearTimeout(first)
    clearInterval(tick)
    if (shown) output.write(`${output.isTTY ? '\r\x1b[2K' : ''}${title}: ${outcome} after ${seconds()} s\n`)
  }

  try {
    const result = await work((next) => {
      detail = next
    })
    finish('done')
    return result
  } catch (error) {
    finish('failed')
    throw error
  }
}

/**
 * Runs a download with progress. Undefined where it gave nothing: a network that does not allow it is no mistake, the caller goes
 * another way.
 */
export async function withDownloadProgress(
  title: string,
  download: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const nothing = new Error('nothing was downloaded')
  try {
    return await withProgress(title, async () => {
      const path = await download()
      if (path === undefined) throw nothing
      return path
    })
  } catch (error) {
    if (error === nothing) return undefined
    throw error
  }
}
