import { describe, expect, it } from 'vitest'
import { readStartArguments } from './arguments.ts'

describe('arguments of npm start', () => {
  it.each([
    [[], { help: false, browser: false, people: undefined }],
    [['--people', '1'], { help: false, browser: false, people: 1 }],
    [['--people=5'], { help: false, browser: false, people: 5 }],
    [['--browser'], { help: false, browser: true, people: undefined }],
    [['-h'], { help: true, browser: false, people: undefined }],
  ])('reads %j', (args, expected) => {
    expect(readStartArguments(args)).toEqual(expected)
  })

  it.each([['0'], ['6'], ['-1'], ['two'], ['1.5'], ['3x'], ['']])('refuses --people %j and says how it is used', (people) => {
    expect(() => readStartArguments([`--people=${people}`])).toThrow(/from 1 to 5.*Usage: npm start/s)
  })

  it.each([[['--peple', '3']], [['3']], [['--people']]])('refuses %j and says how it is used', (args) => {
    expect(() => readStartArguments(args)).toThrow(/Usage: npm start/)
  })
})
