import { expect, test, vi } from 'vitest'
import { resolvePolicies, type SourceReading } from '#shared/managed-policy/resolve-policies.ts'
import { changeService } from './change-service.ts'

const ABSENT: SourceReading = { state: 'absent' }

const attempt = async (
  { policy = {}, inMeeting = false, agrees = true } = {},
  address = 'https://MEET.example.org/',
): Promise<unknown[]> => {
  const done: unknown[] = []
  const machinePolicy: SourceReading = { state: 'read', values: policy }
  const current = resolvePolicies({ machinePolicy, userPolicy: ABSENT, userSetting: ABSENT, installDefault: ABSENT }, 'windows')
  const outcome = await changeService(address, {
    policies: { current },
    isInMeeting: () => inMeeting,
    confirm: vi.fn(async (origin: string) => {
      done.push(origin)
      return agrees
    }),
    keep: (kept) => done.push(kept),
    restart: () => done.push('restart'),
  }).catch((error: { code: string }) => error.code)
  return [...done, outcome]
}

test('asked, kept, started anew', async () =>
  expect(await attempt()).toEqual(['https://meet.example.org', 'https://MEET.example.org/', 'restart', true]))

test('a person who would rather not stays', async () =>
  expect(await attempt({ agrees: false })).toEqual(['https://meet.example.org', false]))

test.each([
  [{ policy: { ServerUrl: 'https://other.example' } }, 'MANAGED'],
  [{ policy: { ServerLocked: true } }, 'MANAGED'],
  [{ policy: { AllowedServers: ['https://other.example'] } }, 'MANAGED'],
  [{ policy: { AllowedServers: 'nonsense' } }, 'MANAGED'],
  [{ inMeeting: true }, 'WRONG_STATE'],
])('%j: %s, and nobody is asked', async (situation, code) => expect(await attempt(situation)).toEqual([code]))
