import { describe, expect, test } from 'vitest'
import { CONFUSABLES } from './confusables.ts'
import { skeletonsOf } from './guest-names.ts'

const lookAlike = (one: string, other: string): boolean => {
  const [first, second] = [skeletonsOf(one), skeletonsOf(other)]
  return first.folded === second.folded || first.seen === second.seen
}

describe('names', () => {
  test.each([
    ['Ada Moreau', 'ADA MOREAU'],
    ['Ada Moreau', 'ada-moreau'],
    ['Ada Moreau', 'A.d.a  Moreau!'],
    ['Ada Moreau', 'Adá Möreâu'],
    ['Ada Moreau', 'A\u0301da Moreau'],
    ['Ada Moreau', '\u0410d\u0430 \u041core\u0430u'],
    ['Ada Moreau', '\u0391da \u039c\u03bfreau'],
    ['Ada Moreau', 'Ａｄａ Ｍｏｒｅａｕ'],
    ['Ada Moreau', '𝐀𝐝𝐚 𝕄𝕠𝕣𝕖𝕒𝕦'],
    ['Ada Moreau', 'ᴀᴅᴀ ᴍᴏʀᴇᴀᴜ'],
    ['Ada Moreau', 'Ada M0reau'],
    ['Ada Moreau', 'Ada rnoreau'],
    ['Ada Moreau', 'Ada\u00a0Moreau'],
    ['Bo Lindqvist', 'Bo 1indqvist'],
    ['Bo Lindqvist', 'Bo Iindqvist'],
    ['Bo Lindqvist', 'Bo |indqvist'],
    ['Chen Wei', 'Chen VVei'],
    ['Eli Novak', 'EIi Novak'],
    ['Eli Novak', 'ELI NOVAK'],
    ['Eli Novak', 'E\u0406i \u039dovak'],
    ['Eli Novak', 'El\u0456 No\u03bdak'],
    ['Søren Łukasz', 'Soren Lukasz'],
    ['Straße', 'STRASSE'],
    ['Иван Петров', 'ИВАН ПЕТРОВ'],
    ['Νίκη Υψηλού', 'ΝΙΚΗ ΥΨΗΛΟΥ'],
  ])('%s and %s look alike', (one, other) => {
    expect(lookAlike(one, other)).toBe(true)
  })

  test.each([
    ['Ada Moreau', 'Ada Morel'],
    ['Ada Moreau', 'Ida Moreau'],
    ['Eli Novak', 'Eli Novack'],
    ['Eli Novak', 'Ell Novak'],
    ['Chen Wei', 'Chen Wie'],
    ['王伟', '李娜'],
    ['Иван', 'Олег'],
  ])('%s and %s are two names', (one, other) => {
    expect(lookAlike(one, other)).toBe(false)
  })
})

test('every letter of the table looks like Latin ones', () => {
  for (const [letter, like] of CONFUSABLES) expect(like, letter).toMatch(/^[A-Za-z]{1,2}$/)
})
