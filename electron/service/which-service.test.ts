import { expect, test } from 'vitest'
import type { PolicyValues } from '#shared/managed-policy/policies.ts'
import { whichService } from './which-service.ts'

const LOCAL = 'http://127.0.0.1:8473'

test.each<[Partial<PolicyValues>, boolean, string | undefined]>([
  [{ ServerUrl: 'https://MEET.example.org:443/' }, true, 'https://meet.example.org'],
  [{}, true, undefined],
  [{}, false, LOCAL],
  [{ AllowedServers: ['https://meet.example.org'] }, false, undefined],
  [{ AllowedServers: [LOCAL] }, false, LOCAL],
  [{ ServerLocked: true }, false, undefined],
])('%j, packaged %s: %s', (values, packaged, service) =>
  expect(whichService({ ServerUrl: '', ServerLocked: false, AllowedServers: ['*'], ...values }, { packaged })).toBe(service),
)
