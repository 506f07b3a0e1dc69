import { describe, expect, test } from 'vitest'
import { osOf, readAddress } from './web-place.ts'

const MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'

describe('the operating system', () => {
  test.each([
    ['Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/150.0.0.0', 0, 'windows'],
    ['a Mac', MAC, 0, 'macos'],
    ['an iPad that says it is a Mac', MAC, 5, 'other'],
    ['an iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', 5, 'other'],
    ['Linux', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0', 0, 'linux'],
    ['Android', 'Mozilla/5.0 (Linux; Android 15) Chrome/150.0.0.0 Mobile', 5, 'other'],
    ['a Chromebook', 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/150.0.0.0', 0, 'other'],
    ['nothing known', 'curl/8', 0, 'other'],
  ])('%s', (_what, userAgent, touchPoints, os) => {
    expect(osOf(userAgent, touchPoints)).toBe(os)
  })
})

describe('the address', () => {
  test.each([
    ['/', {}],
    ['/join/abc-defg-hjk', { code: 'abc-defg-hjk' }],
    [`/join/abc-defg-hjk#i=${'s'.repeat(43)}`, { code: 'abc-defg-hjk', invitation: 's'.repeat(43) }],
    [`/join/abc-defg-hjk#i=${'s'.repeat(44)}`, { code: 'abc-defg-hjk' }],
    ['/join/abc-defg-hjk#i=short', { code: 'abc-defg-hjk' }],
    ['/join/ABC-DEFG-HJK/', { code: 'abc-defg-hjk' }],
    ['/join/abc-defg-hjk?person=ada', { code: 'abc-defg-hjk', personId: 'ada' }],
    ['/?person=ada', { personId: 'ada' }],
    ['/?person=../../etc', {}],
    ['/join/abc-defg-hi1', {}],
    ['/join/abc-defg-hjk/more', {}],
    ['/elsewhere/abc-defg-hjk', {}],
    ['/join/%2e%2e', {}],
  ])('%s', (path, found) => {
    expect(readAddress(`https://meet.example.org${path}`)).toEqual(found)
  })
})
