/** A service for two organisations behind one provider, and people of both who sign in there. */
import type { Config } from '../config.ts'
import { openSession } from './client.ts'
import { startService, type TestService } from './service.ts'
import { TestDevice, TestProvider } from './test-provider.ts'
import { DpopKey, type TestSession } from './test-session.ts'

export type Organisation = 'northwind' | 'contrail'

const seconds = (): number => Math.floor(Date.now() / 1_000)

export class Organisations {
  readonly service: TestService
  readonly #provider: TestProvider

  private constructor(service: TestService, provider: TestProvider) {
    this.service = service
    this.#provider = provider
  }

  /** `ada` administers Northwind from the start, `zoe` Contrail. */
  static async start(more: Partial<Config> = {}): Promise<Organisations> {
    const provider = await TestProvider.start()
    const organisation = (id: Organisation, administrator: string) => ({
      id,
      name: id,
      administrators: [`${administrator}@${id}.example`],
    })
    const config = provider.config({
      organisation: {
        claim: 'org',
        organisations: { northwind: organisation('northwind', 'ada'), contrail: organisation('contrail', 'zoe') },
      },
      claims: { groups: ['groups'] },
      secondFactor: { provenBy: [{ claim: 'amr', any: ['otp'] }], ask: {} },
    })
    return new Organisations(await startService({ samplePeople: false, providers: [config], ...more }), provider)
  }

  get origin(): string {
    return this.service.origin
  }

  /** Somebody's session, with a second factor given just now unless `claims` say something else. */
  async signIn(org: Organisation, name: string, claims: object = {}): Promise<TestSession> {
    const [device, key] = [new TestDevice(), DpopKey.create()]
    const person = { org, sub: name, name, email: `${name}@${org}.example`, amr: ['otp'], auth_time: seconds() }
    const idToken = await this.#provider.idToken(device, { claims: { ...person, ...claims } })
    return openSession(this.origin, device.credential(idToken, key, this.origin), { key })
  }

  /** Sessions of several, by their names. */
  async signInAll<N extends string>(org: Organisation, names: readonly N[]): Promise<Record<N, TestSession>> {
    const signedIn = await Promise.all(names.map(async (name) => [name, await this.signIn(org, name)] as const))
    return Object.fromEntries(signedIn) as Record<N, TestSession>
  }

  async stop(): Promise<void> {
    await this.service.stop()
    await this.#provider.close()
  }
}

/** What came of a request: all that the other side is told. */
export const outcomeOf = async (request: Promise<unknown>): Promise<unknown> => {
  try {
    return { done: (await request) ?? null }
  } catch (error) {
    const { code, status, message, data } = error as { code?: string; status?: number; message?: string; data?: unknown }
    if (code === undefined) throw error
    return { code, status, message, data }
  }
}

export const idOf = (session: TestSession): string => session.account.person.id
