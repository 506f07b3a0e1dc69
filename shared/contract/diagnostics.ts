/** What helps to find out why something does not work, over HTTP. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { CrashReport } from '../diagnostics/crash-report.ts'

/** A place at which the media ports answer STUN (RFC 8489) for a short while, so that the way there can be tried out. */
export const MediaProbe = z.object({
  /** Of the service's end; requests carry `<this>:<anything>` as their user name. */
  usernameFragment: z.string().min(1).max(256),
  /** Key of MESSAGE-INTEGRITY (short-term credentials, RFC 8489 §9.1). */
  password: z.string().min(1).max(256),
  candidates: z
    .array(z.object({ protocol: z.enum(['udp', 'tcp']), address: z.string().max(253), port: z.int().min(1).max(65_535) }))
    .max(16),
  /** ms */
  lifetime: z.int().min(1),
})
export type MediaProbe = z.infer<typeof MediaProbe>

export const diagnosticsContract = {
  openProbe: oc
    .route({
      method: 'POST',
      path: '/diagnostics/probe',
      summary: 'Try whether media would reach the service, for a few seconds',
    })
    .output(MediaProbe),
  reportCrash: oc
    .route({
      method: 'POST',
      path: '/diagnostics/crashes',
      summary: 'Tell that a client crashed; it goes into the log, without me',
    })
    .input(CrashReport)
    .output(z.void()),
}
