import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Finding } from './findings.ts'
import { AuditDatabase, TEST_SECRET } from './testing/audit-database.ts'
import { verify } from './verify.ts'

const TENANTS = ['contoso', 'fabrikam', 'northwind']

/** Numbers that look random and are the same in every run. */
const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Lying {
  tenant: string
  sequence: number
  /** Where its columns begin in the image. SQLite leaves old copies behind where it moves records; which counts is its own affair. */
  copies: number[]
  /** Bytes. */
  length: number
}

/** How many bytes the body of an integer takes in SQLite's record format. */
const integerSize = (value: number): number => {
  if (value === 0 || value === 1) return 0
  return [1, 2, 3, 4, 6].find((bytes) => value < 2 ** (bytes * 8 - 1)) ?? 8
}

type Seals = ReadonlyMap<string, readonly number[]>

/** Where in the image each seal ends: the last of its record's columns, and no other's. */
const sealsIn = (image: Buffer): Seals => {
  const found = new Map<string, number[]>()
  for (const { 0: seal, index } of image
    .toString('latin1')
    .matchAll(/[1-9]\d{0,5}\.[\w-]{43}\.(?:contoso|fabrikam|northwind)/g)) {
    // What stands before a seal is a hash, which may end in digits.
    for (let digits = 0; /\d/.test(seal.charAt(digits)); digits += 1) {
      const each = seal.slice(digits)
      found.set(each, [...(found.get(each) ?? []), index + seal.length])
    }
  }
  return found
}

const find = (log: AuditDatabase, seals: Seals, tenant: string, sequence: number): Lying => {
  const row = log.file.prepare('select * from audit_records where tenant = ? and sequence = ?').get(tenant, sequence) ?? {}
  const sizes = Object.values(row).map((value) =>
    typeof value === 'number' ? integerSize(value) : typeof value === 'string' ? value.length : 0,
  )
  const length = sizes.reduce((sum, size) => sum + size, 0)
  const copies = (seals.get(String(row.seal)) ?? []).map((end) => end - length)
  expect(copies).not.toEqual([])
  return { tenant, sequence, copies, length }
}

const changedOf = ({ tenant, sequence }: Lying): Finding => ({ kind: 'changed', tenant, sequence })

/** A record is named as it is: itself changed, or standing where its key no longer says. */
const isNamed = ({ tenant, sequence }: Lying, findings: readonly Finding[]): boolean =>
  findings.some(
    (finding) =>
      ((finding.kind === 'changed' || finding.kind === 'moved') && finding.tenant === tenant && finding.sequence === sequence) ||
      (finding.kind === 'foreign' && finding.of === tenant && finding.was === sequence),
  )

/** What is said of a record, or of the file; an index that does not fit a table any more is one of the latter. */
const speaksOf = (finding: Finding, damaged: readonly Lying[]): boolean => {
  if (finding.kind === 'damagedFile') return true
  if (finding.kind === 'foreign') return damaged.some((each) => each.tenant === finding.of && each.sequence === finding.was)
  if (!('sequence' in finding)) return false
  return damaged.some((each) => each.tenant === finding.tenant && each.sequence === finding.sequence)
}

let small: AuditDatabase
let smallImage: Buffer
let smallSeals: Seals
let long: AuditDatabase
let longImage: Buffer
let longSeals: Seals
const LONG = 100_000

beforeAll(async () => {
  small = await AuditDatabase.filled(999, TENANTS)
  smallImage = Buffer.from(small.image())
  smallSeals = sealsIn(smallImage)
  long = await AuditDatabase.filled(LONG, TENANTS)
  longImage = Buffer.from(long.image())
  longSeals = sealsIn(longImage)
}, 240_000)

const damage = (image: Buffer, places: readonly Lying[], random: (below: number) => number): Buffer => {
  const damaged = Buffer.from(image)
  for (const { copies, length } of places) {
    const [offset, difference] = [random(length), 1 + random(255)]
    for (const copy of copies) damaged[copy + offset] = (damaged[copy + offset] ?? 0) ^ difference
  }
  return damaged
}

test('1,000 random bytes of records in a file of 100,000 records, 500 at a time: each record is named, and no other', async () => {
  const random = numbersFrom(1)
  for (let round = 0; round < 2; round += 1) {
    const spots = new Map<string, Lying>()
    while (spots.size < 500) {
      const [tenant = '', sequence] = [TENANTS[random(TENANTS.length)], 1 + random(Math.floor(LONG / TENANTS.length))]
      // Neighbours stay: then there is no doubt which record a finding is about.
      const near = [-1, 0, 1].some((by) => spots.has(`${tenant} ${sequence + by}`))
      if (!near) spots.set(`${tenant} ${sequence}`, find(long, longSeals, tenant, sequence))
    }
    const places = [...spots.values()]
    const copy = AuditDatabase.of(damage(longImage, places, random))
    const { findings } = await verify(copy.database, { secret: TEST_SECRET, thorough: true })
    expect(places.filter((place) => !isNamed(place, findings))).toEqual([])
    expect(findings.filter((finding) => !speaksOf(finding, places))).toEqual([])
    await copy.close()
  }
}, 240_000)

test('one random byte of one record in a file of 999, each from the whole file, 200 times: the record is named, and no other', async () => {
  const random = numbersFrom(2)
  for (let round = 0; round < 200; round += 1) {
    const place = find(small, smallSeals, TENANTS[random(3)] ?? '', 1 + random(333))
    const copy = AuditDatabase.of(damage(smallImage, [place], random))
    const findings = await copy.findings()
    if (!isNamed(place, findings)) expect(findings).toEqual([changedOf(place)])
    expect(findings.filter((finding) => !speaksOf(finding, [place]))).toEqual([])
    await copy.close()
  }
}, 120_000)

test('random statements on a log of 999: what they did to which record is named', async () => {
  const spot = fc.record({ tenant: fc.constantFrom(...TENANTS), sequence: fc.integer({ min: 2, max: 332 }) })
  const act = fc.constantFrom('change', 'delete', 'renumber', 'swap', 'cut', 'insert')
  await fc.assert(
    fc.asyncProperty(spot, act, fc.integer({ min: 2, max: 332 }), async ({ tenant, sequence }, what, other) => {
      fc.pre(other !== sequence)
      const copy = AuditDatabase.of(smallImage)
      const at = `tenant = '${tenant}' and sequence = ${sequence}`
      const number = (to: number, where: string): string => `update audit_records set sequence = ${to} where ${where}`
      const [low, high] = [Math.min(sequence, other), Math.max(sequence, other)]
      const acts: Record<typeof what, { statements: string[]; findings: Finding[] }> = {
        change: {
          statements: [`update audit_records set actor = 'somebody' where ${at}`],
          findings: [{ kind: 'changed', tenant, sequence }],
        },
        delete: {
          statements: [`delete from audit_records where ${at}`],
          findings: [{ kind: 'missing', tenant, from: sequence, to: sequence }],
        },
        renumber: {
          statements: [number(10_000 + other, at)],
          findings: [{ kind: 'moved', tenant, sequence, to: 10_000 + other }],
        },
        swap: {
          statements: [
            number(10_000, at),
            number(sequence, `tenant = '${tenant}' and sequence = ${other}`),
            number(other, `tenant = '${tenant}' and sequence = 10000`),
          ],
          findings: [
            { kind: 'moved', tenant, sequence: high, to: low },
            { kind: 'moved', tenant, sequence: low, to: high },
          ],
        },
        cut: {
          statements: [`delete from audit_records where tenant = '${tenant}' and sequence >= ${sequence}`],
          findings: [{ kind: 'cutOff', tenant, from: sequence, to: 333 }],
        },
        insert: {
          statements: [
            `create temp table copied as select * from audit_records where ${at}`,
            "update copied set sequence = 334, act = 'denied'",
            'insert into audit_records select * from copied',
          ],
          findings: [{ kind: 'inserted', tenant, sequence: 334 }],
        },
      }
      copy.tamper(...acts[what].statements)
      expect(await copy.findings()).toEqual(acts[what].findings)
      await copy.close()
    }),
    { numRuns: 60 },
  )
}, 120_000)
