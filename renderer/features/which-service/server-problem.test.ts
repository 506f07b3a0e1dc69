import { expect, test } from 'vitest'
import { serverProblem } from './server-problem.ts'

test.each([
  ['', ['*'], 'missing'],
  ['   ', ['*'], 'missing'],
  ['meet.example.org', ['*'], 'invalid'],
  ['http://meet.example.org', ['*'], 'invalid'],
  ['https://meet.example.org/path', ['*'], 'invalid'],
  [' https://meet.example.org ', ['*'], undefined],
  ['http://127.0.0.1:8473', ['*'], undefined],
  ['https://meet.example.org', ['https://other.example'], 'notAllowed'],
  ['https://meet.example.org', [], 'notAllowed'],
  ['https://MEET.example.org/', ['https://meet.example.org'], undefined],
])('%j among %j: %s', (entered, allowed, problem) => expect(serverProblem(entered, allowed)).toBe(problem))
