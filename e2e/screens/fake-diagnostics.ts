/** A self-check without a computer: what each scenario says was found. */
import type { CheckResult, SystemCheck } from '#shared/diagnostics/checks.ts'
import type { CrashReport } from '#shared/diagnostics/crash-report.ts'
import { type ErrorCode, ParleyError } from '#shared/errors.ts'
import type { Platform } from '../../renderer/platform/platform.ts'

type Found = Pick<CheckResult, 'finding'> & Partial<Pick<CheckResult, 'facts'>>

export interface DiagnosticsScenario {
  /** What is found otherwise than on a computer where all is well. */
  found?: Partial<Record<SystemCheck, Found | 'never'>>
  crashes?: readonly CrashReport[]
  /** Saving the report fails. */
  saveRefusal?: ErrorCode
}

const WELL: Record<SystemCheck, Found> = {
  versions: { finding: 'versionsFine', facts: { client: '0.1.0', service: '0.1.0' } },
  policies: { finding: 'policiesRead', facts: { count: 7, ignored: 0 } },
  disk: { finding: 'diskFine', facts: { freeMegabytes: 48_210 } },
  graphics: { finding: 'graphicsFine' },
  keystore: { finding: 'keystoreFine' },
  service: { finding: 'serviceFine', facts: { status: 200, answerMs: 31 } },
  certificate: { finding: 'certificateFine', facts: { protocol: 'TLSv1.3', chain: 2, daysLeft: 61 } },
  signIn: { finding: 'signedIn' },
  mediaUdp: { finding: 'mediaReached', facts: { answerMs: 14 } },
  mediaTcp: { finding: 'mediaReached', facts: { answerMs: 29 } },
  roundTrip: { finding: 'roundTripFine', facts: { protocol: 'UDP', ms: 13, lost: 0, of: 5 } },
}

export const createFakeDiagnostics = ({
  found = {},
  crashes = [],
  saveRefusal,
}: DiagnosticsScenario): NonNullable<Platform['diagnostics']> => ({
  async run(check) {
    const { [check]: result = WELL[check] } = found
    if (result === 'never') return new Promise(() => undefined)
    return { facts: {}, ...result, ms: 20 }
  },
  log: async () => '{"event":"updates.offered"}\n',
  async save() {
    if (saveRefusal !== undefined) throw new ParleyError(saveRefusal)
    return true
  },
  crashes: async () => [...crashes],
  answerCrashes: async () => undefined,
})
