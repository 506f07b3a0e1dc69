/**
 * Reports of crashes, first of all on this computer: a small file each, of which the newest stay. Memory is never written, because
 * it holds what people say and who they are.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CrashReport } from '#shared/diagnostics/crash-report.ts'
import { ParleyError } from '#shared/errors.ts'
import { framesOf } from './frames.ts'
import type { Log } from './log.ts'

const KEPT = 10

export interface CrashReportsOptions {
  folder: string
  version: string
  os: CrashReport['os']
  /** What holds of the policy, or of the person's own setting. */
  consent: () => 'never' | 'ask' | 'always'
  /** To the organisation's service; rejects where nobody is signed in. */
  send: (report: CrashReport) => Promise<void>
  now: () => number
  log: Log
}

export type Crash = Pick<CrashReport, 'process'> & { reason: string; exitCode?: number | undefined; thrown?: unknown }

const nameable = (text: string): string => text.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 60) || 'unknown'

export class CrashReports {
  readonly #options: CrashReportsOptions

  constructor(options: CrashReportsOptions) {
    this.#options = options
  }

  /** Writes it down at once: the program may end right after. */
  note({ process, reason, exitCode, thrown }: Crash): void {
    const { folder, version, os, now, log } = this.#options
    const at = now()
    const report = CrashReport.parse({
      id: randomUUID(),
      at,
      version,
      os,
      process,
      reason: nameable(thrown instanceof Error ? thrown.name : reason),
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(thrown instanceof Error && thrown.stack !== undefined ? { stack: framesOf(thrown.stack).slice(0, 2_000) } : {}),
    })
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${at}-${report.id}.json`), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 })
      for (const name of this.#names().slice(0, -KEPT)) rmSync(join(folder, name), { force: true })
    } catch (failure) {
      log.error('crash.notWritten', failure)
    }
  }

  /** Those on this computer that a person has still to decide about; none where nobody is asked. */
  get open(): CrashReport[] {
    return this.#options.consent() === 'ask' ? this.#read().map(({ report }) => report) : []
  }

  /** What the person decided about all that are here. Rejects as the service does; what was not sent stays. */
  async answer(send: boolean): Promise<void> {
    if (this.#options.consent() !== 'ask') throw new ParleyError('WRONG_STATE', 'nobody is asked')
    await this.#settle(send)
  }

  /** Sends what is here, where a policy or the person has said once and for all that it may. */
  async sendWhereAllowed(): Promise<void> {
    if (this.#options.consent() === 'always') await this.#settle(true)
  }

  async #settle(send: boolean): Promise<void> {
    for (const { path, report } of this.#read()) {
      if (send) await this.#options.send(report)
      rmSync(path, { force: true })
    }
  }

  /** From the oldest to the newest; none where there is no folder. */
  #names(): string[] {
    try {
      return readdirSync(this.#options.folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    } catch {
      return []
    }
  }

  #read(): { path: string; report: CrashReport }[] {
    return this.#names().flatMap((name) => {
      const path = join(this.#options.folder, name)
      const report = readReport(path)
      return report === undefined ? [] : [{ path, report }]
    })
  }
}

/** Undefined for what is no report: a crash may have cut it off. */
const readReport = (path: string): CrashReport | undefined => {
  try {
    return CrashReport.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}
