import { expect, test } from 'vitest'
import { framesOf } from './frames.ts'

test.each([
  ['at read (/home/ada/parley/main.cjs:1:2)', 'at read (main.cjs:1:2)'],
  ['at /home/ada/parley/main.cjs:1:2', 'at main.cjs:1:2'],
  ['at read (/Users/Ada Moreau/Parley.app/main.cjs:1:2)', 'at read (main.cjs:1:2)'],
  ['at C:\\Users\\Ada Moreau\\main.cjs:3:4', 'at main.cjs:3:4'],
  ['at /home/Ada (work)/main.cjs:1:2', 'at main.cjs:1:2'],
  ['at read (/home/Ada (work)/main.cjs:1:2)', 'at read (main.cjs:1:2)'],
  ['at async file:///home/ada/main.mjs:1:2', 'at main.mjs:1:2'],
  ['at async Object.open [as read] (app://parley/assets/main.js:1:2)', 'at async Object.open [as read] (main.js:1:2)'],
  ['at async Promise.all (index 0)', 'at async Promise.all (index 0)'],
  ['at Array.map (<anonymous>)', 'at Array.map (<anonymous>)'],
])('%s', (line, expected) => expect(framesOf(`Error: x\n    ${line}`)).toBe(expected))

test('a message stays out, however many lines it has', () => {
  const message = 'cannot open\n/home/ada/secret\n    at /home/Ada Moreau\nC:\\Users\\Ada Moreau\\secret at home\n  at Ada’s desk'
  expect(framesOf(`Error: ${message}\n    at read (main.cjs:1:2)\n    at run (main.cjs:3:4)`)).toBe(
    'at read (main.cjs:1:2) < at run (main.cjs:3:4)',
  )
})

test('the first seven are enough', () => {
  const lines = Array.from({ length: 20 }, (_, line) => `    at main.cjs:${line}:1`)
  expect(framesOf(['Error: x', ...lines].join('\n')).split(' < ')).toHaveLength(7)
})

test('no frames are none', () => expect(framesOf('Error: /home/ada/secret')).toBe(''))
