/** What the self-check looks at, in the order in which it does, and what it can find. */
import { z } from 'zod'

/** Looked at by the main process. */
export const SYSTEM_CHECKS = [
  'versions',
  'policies',
  'disk',
  'graphics',
  'keystore',
  'service',
  'certificate',
  'signIn',
  'mediaUdp',
  'mediaTcp',
  'roundTrip',
] as const
export const SystemCheck = z.enum(SYSTEM_CHECKS)
export type SystemCheck = z.infer<typeof SystemCheck>

/** `devices` is looked at by the page: the browser in it is who uses them. */
export const CHECKS = [
  'versions',
  'policies',
  'disk',
  'graphics',
  'devices',
  'keystore',
  'service',
  'certificate',
  'signIn',
  'mediaUdp',
  'mediaTcp',
  'roundTrip',
] as const
export type Check = (typeof CHECKS)[number]

/** What can be found, with how it is meant. `skipped`: there was nothing to look at, or something before it has to be put right. */
export const FINDINGS = {
  versionsFine: 'good',
  updateWaits: 'notice',
  versionTooOld: 'bad',
  policiesNone: 'good',
  policiesRead: 'good',
  policiesIgnored: 'notice',
  policiesUnusable: 'bad',
  diskFine: 'good',
  diskLow: 'notice',
  diskFull: 'bad',
  graphicsFine: 'good',
  graphicsSoftware: 'notice',
  devicesFine: 'good',
  devicesMissing: 'notice',
  devicesRefused: 'bad',
  keystoreFine: 'good',
  keystoreUnavailable: 'bad',
  serviceFine: 'good',
  serviceUnknown: 'skipped',
  serviceUnhealthy: 'bad',
  serviceOther: 'bad',
  serviceSilent: 'bad',
  certificateFine: 'good',
  certificateLocal: 'skipped',
  certificateExpires: 'notice',
  certificateRefused: 'bad',
  certificateUnreachable: 'notice',
  signedIn: 'good',
  signedOut: 'notice',
  signInRefused: 'bad',
  mediaReached: 'good',
  mediaNeedsSignIn: 'skipped',
  mediaNotOffered: 'bad',
  udpBlocked: 'bad',
  tcpBlocked: 'notice',
  roundTripFine: 'good',
  roundTripSlow: 'notice',
  roundTripLossy: 'notice',
  roundTripNone: 'skipped',
  checkTimedOut: 'bad',
  checkFailed: 'bad',
} as const satisfies Record<string, 'good' | 'notice' | 'bad' | 'skipped'>
export type Finding = keyof typeof FINDINGS
export type Outcome = (typeof FINDINGS)[Finding]

/** Numbers, versions, codes: nothing that tells who somebody is or where they are. */
export const Facts = z.record(z.string().regex(/^[A-Za-z]{1,30}$/), z.union([z.string().max(80), z.number(), z.boolean()]))
export type Facts = z.infer<typeof Facts>

export const CheckResult = z.object({
  finding: z.enum(Object.keys(FINDINGS) as [Finding, ...Finding[]]),
  facts: Facts,
  /** How long it took, ms. */
  ms: z.int().min(0),
})
export type CheckResult = z.infer<typeof CheckResult>

export const outcomeOf = ({ finding }: Pick<CheckResult, 'finding'>): Outcome => FINDINGS[finding]
