import { useCallback, useEffect, useState } from 'react'
import type { RecordingDownload, RecordingSummary } from '#shared/contract/recordings.ts'
import { type ErrorCode, toParleyError } from '#shared/errors.ts'
import { usePlatform } from '../../app/services.ts'
import type { ServiceClient } from '../../platform/platform.ts'

/** ms between two questions how far a file is */
const EVERY = 2_000
/** bytes of one request */
const PART = 1_024 * 1_024

/** All of a file, as the browser keeps large things: not in the page's memory. */
export const readWhole = async (
  { recordings }: Pick<ServiceClient, 'recordings'>,
  id: string,
  { id: download, size = 0 }: Pick<RecordingDownload, 'id' | 'size'>,
  onProgress: (part: number) => void,
): Promise<Blob> => {
  const parts: Blob[] = []
  for (let from = 0; from < size; from += PART) {
    const body = await recordings.readDownload({ id, download, from, length: PART })
    parts.push(new Blob([await body.arrayBuffer()]))
    onProgress(Math.min(1, (from + PART) / size))
  }
  return new Blob(parts, { type: 'video/webm' })
}

/** A name that every system takes. */
const fileNameOf = ({ title, startedAt }: RecordingSummary): string => {
  const day = new Date(startedAt).toISOString().slice(0, 10)
  return `${title.replaceAll(/[^\p{L}\p{N} _-]/gu, '').trim() || 'recording'} ${day}.webm`
}

const offer = (name: string, file: Blob): void => {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

export const useDownload = (recording: RecordingSummary) => {
  const { service } = usePlatform()
  const [download, setDownload] = useState<RecordingDownload>()
  const [saved, setSaved] = useState<number>()
  const [refusal, setRefusal] = useState<ErrorCode>()
  const { id } = recording

  const look = useCallback(async (): Promise<void> => {
    const found = await service.recordings.listDownloads({ id })
    setDownload(found[0])
  }, [service, id])

  const run = (work: () => Promise<unknown>): void => {
    setRefusal(undefined)
    work().catch((error: unknown) => setRefusal(toParleyError(error).code))
  }

  const under = download?.state === 'waiting' || download?.state === 'running'
  useEffect(() => {
    void look().catch(() => undefined)
    if (!under) return
    const timer = setInterval(() => void look().catch(() => undefined), EVERY)
    return () => clearInterval(timer)
  }, [look, under])

  return {
    download,
    /** Of what is being saved, 0 to 1. */
    saved,
    refusal,
    prepare: () => run(async () => setDownload(await service.recordings.prepareDownload({ id }))),
    cancel: () =>
      run(async () => {
        if (download !== undefined) await service.recordings.cancelDownload({ id, download: download.id })
        setDownload(undefined)
      }),
    save: () =>
      run(async () => {
        if (download === undefined) return
        setSaved(0)
        try {
          offer(fileNameOf(recording), await readWhole(service, id, download, setSaved))
        } finally {
          setSaved(undefined)
        }
      }),
  }
}
