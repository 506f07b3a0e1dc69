/**
 * What the page is told of the managed policies: what it doesn't offer, and what it shows as managed. It is the mirror and not the
 * guard: the main process holds to the policies whatever the page does.
 */
import { z } from 'zod'
import { MANAGED_SETTING_NAMES } from './managed-settings.ts'

export const ClientPolicies = z.object({
  /** What can be done with this client. What the organisation rules for meetings holds besides. */
  allows: z.object({
    camera: z.boolean(),
    microphone: z.boolean(),
    screenShare: z.boolean(),
    /** Starting a recording from here. */
    recording: z.boolean(),
    /** Showing guests their way into meetings. */
    guests: z.boolean(),
  }),
  /** The organisation whose sign-in page is opened is known without an e-mail address. */
  knowsSignInDomain: z.boolean(),
  /** Settings that only an administrator changes. */
  locked: z.array(z.enum(MANAGED_SETTING_NAMES)),
  /** Addresses of the services that may be used, or `*` for all. */
  allowedServers: z.array(z.string()),
  /** Something has changed that holds only when Parley is started again. */
  awaitingRestart: z.boolean(),
})
export type ClientPolicies = z.infer<typeof ClientPolicies>

export type AllowedHere = ClientPolicies['allows']

/** Where no administrator says anything, as in a browser. */
export const UNMANAGED: ClientPolicies = {
  allows: { camera: true, microphone: true, screenShare: true, recording: true, guests: true },
  knowsSignInDomain: false,
  locked: [],
  allowedServers: ['*'],
  awaitingRestart: false,
}
