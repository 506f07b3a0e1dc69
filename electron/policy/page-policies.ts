import type { AllowedHere, ClientPolicies } from '#shared/managed-policy/client-policies.ts'
import type { PolicyValues } from '#shared/managed-policy/policies.ts'
import { lockedSettings } from '../settings/managed-settings.ts'
import type { ManagedPolicies } from './managed-policies.ts'

export const allowedHere = (values: PolicyValues): AllowedHere => ({
  camera: values.AllowCamera,
  microphone: values.AllowMicrophone,
  screenShare: values.AllowScreenShare,
  recording: values.AllowRecording,
  guests: values.AllowGuestsToUseDesktop,
})

/** What the page is told. */
export const policiesForPage = ({
  current,
  awaitingRestart,
}: Pick<ManagedPolicies, 'current' | 'awaitingRestart'>): ClientPolicies => ({
  allows: allowedHere(current.values),
  knowsSignInDomain: current.values.SignInDomainHint !== '',
  locked: lockedSettings(current),
  allowedServers: [...current.values.AllowedServers],
  awaitingRestart: awaitingRestart.length > 0,
})
