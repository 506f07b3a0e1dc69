/** Puts the self-check and the reports of crashes together, for the program that runs. */
import { release } from 'node:os'
import { join } from 'node:path'
import type { App, Dialog } from 'electron'
import type { MediaProbe } from '#shared/contract/diagnostics.ts'
import { ParleyError } from '#shared/errors.ts'
import type { PolicyValues } from '#shared/managed-policy/policies.ts'
import type { UpdateState } from '#shared/updates/update-state.ts'
import type { Environment } from '../environment.ts'
import type { Identity } from '../identity/identity.ts'
import type { Keystore } from '../keystore/keystore.ts'
import type { Fetch } from '../network/fetch-whole.ts'
import type { PolicyReport } from '../policy/policy-report.ts'
import type { ServiceClient } from '../service/service-client.ts'
import { lookAtCertificate } from './checks/certificate.ts'
import { lookAtDisk } from './checks/disk.ts'
import { lookAtGraphics } from './checks/graphics.ts'
import { lookAtKeystore } from './checks/keystore.ts'
import { lookAtMedia } from './checks/media.ts'
import { lookAtPolicies } from './checks/policies.ts'
import { lookAtRoundTrip } from './checks/round-trip.ts'
import { lookAtService } from './checks/service.ts'
import { lookAtSignIn } from './checks/sign-in.ts'
import { lookAtVersions } from './checks/versions.ts'
import { CrashReports } from './crash-reports.ts'
import type { Log } from './log.ts'
import { recentLog } from './recent-log.ts'
import { saveReport } from './save-report.ts'
import { SelfCheck } from './self-check.ts'

/** Of a probe's lifetime, what is left to those who use it, ms. */
const MARGIN = 8_000

interface Parts {
  app: Pick<App, 'getVersion' | 'getGPUFeatureStatus' | 'on'>
  dialog: Pick<Dialog, 'showSaveDialog'>
  os: Environment['os']
  dataFolder: string
  logFolders: readonly string[]
  /** Undefined where nobody has said which service it is. */
  origin: string | undefined
  fetch: Fetch
  service: ServiceClient
  identity: Pick<Identity, 'current' | 'withCredentials'>
  keystore: Pick<Keystore, 'check'>
  policies: { readonly report: PolicyReport; readonly values: PolicyValues }
  updates: () => UpdateState
  log: Log
}

/** As somebody who is signed in; rejects with UNAUTHENTICATED where nobody is. */
const asPerson =
  ({ identity, service }: Parts) =>
  <T>(use: Parameters<typeof service.ask<T>>[1]): Promise<T> =>
    identity.withCredentials((credentials) => {
      if (credentials === undefined) throw new ParleyError('UNAUTHENTICATED')
      return service.ask(credentials, use)
    })

/** One place at the media ports for all checks, for as long as it lasts. */
const sharedProbe = ({ identity }: Parts, ask: () => Promise<MediaProbe>): (() => Promise<MediaProbe | undefined>) => {
  let open: { probe: MediaProbe; until: number } | undefined
  return async () => {
    if ((await identity.current()).state !== 'signedIn') return undefined
    if (open === undefined || performance.now() > open.until) {
      const probe = await ask()
      open = { probe, until: performance.now() + Math.max(0, probe.lifetime - MARGIN) }
    }
    return open.probe
  }
}

export interface Diagnostics {
  readonly selfCheck: Pick<SelfCheck, 'run'>
  readonly crashes: CrashReports
  log(): Promise<string>
  save(text: string): Promise<boolean>
}

export const createDiagnostics = (parts: Parts): Diagnostics => {
  const { app, dialog, os, dataFolder, logFolders, origin, fetch, service, identity, keystore, policies, updates, log } = parts
  const ask = asPerson(parts)
  const openProbe = sharedProbe(parts, () => ask((client, options) => client.diagnostics.openProbe(undefined, options)))
  const selfCheck = new SelfCheck({
    looks: {
      versions: lookAtVersions({
        client: app.getVersion(),
        os: os.name,
        osVersion: os.version === '' ? release() : os.version,
        architecture: process.arch,
        runtime: process.versions,
        virtual: os.virtual || policies.values.VdiMode === 'on',
        updates,
        about: () => service.ask(undefined, (client, options) => client.about(undefined, options)),
      }),
      policies: lookAtPolicies(() => policies.report),
      disk: lookAtDisk({ folder: dataFolder }),
      graphics: lookAtGraphics(() => app.getGPUFeatureStatus()),
      keystore: lookAtKeystore(keystore),
      service: lookAtService({ origin, fetch }),
      certificate: lookAtCertificate({ origin, now: Date.now }),
      signIn: lookAtSignIn({
        identity,
        askAsPerson: () => ask((client, options) => client.identity.listSessions(undefined, options)),
      }),
      mediaUdp: lookAtMedia({ openProbe }, 'udp'),
      mediaTcp: lookAtMedia({ openProbe }, 'tcp'),
      roundTrip: lookAtRoundTrip({ openProbe }),
    },
    log,
  })

  const crashes = new CrashReports({
    folder: join(dataFolder, 'crashes'),
    version: app.getVersion(),
    os: os.name,
    consent: () => policies.values.CrashReports,
    send: (report) => ask((client, options) => client.diagnostics.reportCrash(report, options)),
    now: Date.now,
    log,
  })
  process.on('uncaughtExceptionMonitor', (thrown) => crashes.note({ process: 'main', reason: 'uncaught', thrown }))
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    if (reason !== 'clean-exit') crashes.note({ process: 'page', reason, exitCode })
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') crashes.note({ process: type === 'GPU' ? 'graphics' : 'other', reason, exitCode })
  })

  return {
    selfCheck,
    crashes,
    log: () => recentLog(logFolders),
    save: (text) =>
      saveReport(text, new Date(), {
        ask: async (name) => {
          const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: name })
          return canceled || filePath === '' ? undefined : filePath
        },
      }),
  }
}
