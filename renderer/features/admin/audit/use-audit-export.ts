import { useEffect, useRef, useState } from 'react'
import type { AuditFilter } from '#shared/audit/record.ts'
import type { ExportFormat } from '#shared/contract/admin.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../../app/services.ts'
import { useConfirmed } from '../../sign-in/confirmed.ts'
import { download } from '../download.ts'
import { exportName, recordsIn } from './export-file.ts'

export type ExportState =
  | { state: 'idle' | 'cancelled' }
  | { state: 'running' | 'done'; records: number }
  | { state: 'failed'; code: ErrorCode }

const TYPES: Readonly<Record<ExportFormat, string>> = { jsonl: 'application/x-ndjson', csv: 'text/csv' }

/** Fetches what a filter lets through piece by piece, and offers it as a file once it is whole. */
export const useAuditExport = (filter: AuditFilter) => {
  const { service } = usePlatform()
  const confirmed = useConfirmed()
  const [state, setState] = useState<ExportState>({ state: 'idle' })
  const running = useRef<AbortController>(undefined)

  // Whoever leaves the page wants no file any more.
  useEffect(() => () => running.current?.abort(), [])

  const start = async (format: ExportFormat): Promise<void> => {
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    const startedAt = Date.now()
    const pieces: string[] = []
    let records = 0
    let after: number | undefined
    setState({ state: 'running', records })
    try {
      do {
        const input = { filter, format, ...(after === undefined ? {} : { after }) }
        const { text, next } = await confirmed(() => service.admin.exportAudit(input, { signal }))
        if (signal.aborted) return
        records += recordsIn(text, format, pieces.length === 0)
        pieces.push(text)
        after = next
        setState({ state: 'running', records })
      } while (after !== undefined)
      download(exportName(filter, format, startedAt), pieces, TYPES[format])
      setState({ state: 'done', records })
    } catch (error) {
      if (signal.aborted) return
      const { code } = toParleyError(error)
      setState(code === 'SIGN_IN_CANCELLED' ? { state: 'cancelled' } : { state: 'failed', code })
    }
  }

  const cancel = (): void => {
    running.current?.abort()
    setState({ state: 'cancelled' })
  }

  return { state, start, cancel }
}
