import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AUDIT_ACTS } from '#shared/audit/acts.ts'
import { AUDIT_SUBJECT_KINDS, NewAuditRecord } from '#shared/audit/record.ts'
import { wrongMember } from './record-check.ts'

/** Mostly what belongs there, and now and then something else. */
const mostly = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: fc.anything() })

const WRONG_CODES = ['', 'Ada Moreau', 'a@b', 'x'.repeat(129), 'ok\n']
const code = fc.oneof(
  { weight: 30, arbitrary: fc.stringMatching(/^[A-Za-z0-9_.:/-]{1,128}$/) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...WRONG_CODES, undefined, 1) },
)
const actor = mostly(
  fc.record({ kind: mostly(fc.constantFrom('person', 'guest')), id: code, role: code }, { requiredKeys: ['kind', 'id'] }),
)
const subject = mostly(fc.record({ kind: mostly(fc.constantFrom(...AUDIT_SUBJECT_KINDS)), id: code }))
const outcome = mostly(
  fc.record(
    { kind: mostly(fc.constantFrom('done', 'refused')), code: mostly(fc.constant('FORBIDDEN')) },
    { requiredKeys: ['kind'] },
  ),
)
const detail = mostly(
  fc.dictionary(
    fc.oneof({ weight: 40, arbitrary: fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,39}$/) }, { weight: 1, arbitrary: fc.string() }),
    fc.oneof({ weight: 20, arbitrary: fc.oneof(code, fc.integer(), fc.boolean()) }, { weight: 1, arbitrary: fc.double() }),
    { maxKeys: 18 },
  ),
)
const change = mostly(fc.record({ before: mostly(fc.jsonValue()), after: mostly(fc.jsonValue()) }, { requiredKeys: [] }))
const record = fc.record(
  { act: mostly(fc.constantFrom(...Object.keys(AUDIT_ACTS))), actor, subject, outcome, detail, change },
  { requiredKeys: ['act', 'actor'] },
)

test('takes what the schema takes, and nothing else', () => {
  const counts = { taken: 0, refused: 0 }
  fc.assert(
    fc.property(record, (each) => {
      const { success } = NewAuditRecord.safeParse(each)
      counts[success ? 'taken' : 'refused'] += 1
      expect(wrongMember(each) === undefined).toBe(success)
    }),
    { numRuns: 5_000 },
  )
  expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(50)
})

test.each<[string, object]>([
  ['a member more', { act: 'removed', actor: { kind: 'service' }, text: 'hello' }],
  ['a service with an id', { act: 'removed', actor: { kind: 'service', id: 'x' } }],
  ['an actor with a name', { act: 'removed', actor: { kind: 'person', id: 'x', name: 'Ada' } }],
  ['what is done with a code', { act: 'removed', actor: { kind: 'service' }, outcome: { kind: 'done', code: 'FORBIDDEN' } }],
  ['a change with a third side', { act: 'removed', actor: { kind: 'service' }, change: { between: 1 } }],
  ['a change that is none', { act: 'removed', actor: { kind: 'service' }, change: { after: () => 1 } }],
])('%s is refused by both', (_what, each) => {
  expect([NewAuditRecord.safeParse(each).success, wrongMember(each) === undefined]).toEqual([false, false])
})
