import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PROVIDER_CONTRACT, THREAT } from '#shared/moderation/testing/provider-contract.ts'
import { HostedProvider } from './hosted.ts'
import { parseHostedConfig } from './hosted-config.ts'
import { answer, Endpoint, type Reply } from './testing/endpoint.ts'

const flag = (...categories: string[]) => ({
  results: [
    {
      flagged: categories.length > 0,
      categories: Object.fromEntries([['violence', false], ...categories.map((category) => [category, true])]),
      category_scores: { violence: 0.1 },
    },
  ],
})

const flagging =
  (...categories: string[]): Reply =>
  (_, response) =>
    answer(response, { id: 'modr-1', model: 'ours', ...flag(...categories) })

const judging: Reply = ({ body }, response) =>
  answer(response, JSON.stringify(body).includes(THREAT) ? flag('harassment/threatening') : flag())

let endpoint: Endpoint
beforeAll(async () => {
  endpoint = await Endpoint.create(judging)
})
afterAll(() => endpoint.close())
beforeEach(() => {
  endpoint.reply = judging
  endpoint.asked.length = 0
})

const provider = (more: object = {}, patience?: number): HostedProvider =>
  new HostedProvider({
    ...parseHostedConfig(JSON.stringify({ endpoint: endpoint.address, ...more })),
    ...(patience === undefined ? {} : { patience }),
  })

const UNREACHABLE = { code: 'MODERATION_UNREACHABLE' }

test.each(PROVIDER_CONTRACT)('judges %s', async (_, text, verdict) => {
  expect(await provider().judge(text)).toEqual(verdict)
})

describe('what is asked', () => {
  test('is the text, without a token where there is none', async () => {
    await provider().judge('Lunch?')
    expect(endpoint.asked).toEqual([
      { method: 'POST', authorization: undefined, type: 'application/json', body: { input: 'Lunch?' } },
    ])
  })

  test('is nothing for no text', async () => {
    await provider().judge(' ')
    expect(endpoint.asked).toEqual([])
  })

  test('carries the token of the file, the newest one', async () => {
    const tokenFile = join(mkdtempSync(join(tmpdir(), 'parley-token-')), 'token')
    const withToken = provider({ tokenFile })
    for (const token of ['first', 'second']) {
      writeFileSync(tokenFile, `${token}\n`)
      await withToken.judge('Lunch?')
    }
    expect(endpoint.asked.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second'])
  })

  test.each(['', 'two words', 'a\nb', 'ключ', 'a'.repeat(9_000)])('is nothing with %j for a token', async (token) => {
    const tokenFile = join(mkdtempSync(join(tmpdir(), 'parley-token-')), 'token')
    writeFileSync(tokenFile, token)
    await expect(provider({ tokenFile }).judge('Lunch?')).rejects.toMatchObject(UNREACHABLE)
    expect(endpoint.asked).toEqual([])
  })

  test('is nothing without the file of the token', async () => {
    await expect(provider({ tokenFile: '/nowhere/token' }).judge('Lunch?')).rejects.toMatchObject(UNREACHABLE)
    expect(endpoint.asked).toEqual([])
  })
})

describe('what categories mean', () => {
  test.each([
    [['harassment'], { verdict: 'hold', objection: 'insult' }],
    [['harassment', 'harassment/threatening'], { verdict: 'refuse', objection: 'threat' }],
    [['self-harm/instructions'], { verdict: 'refuse', objection: 'selfHarm' }],
    [['self-harm/intent'], { verdict: 'hold', objection: 'other' }],
    [['sexual/minors'], { verdict: 'refuse', objection: 'other' }],
    [['something/new'], { verdict: 'hold', objection: 'other' }],
    [['toString'], { verdict: 'hold', objection: 'other' }],
  ])('%j', async (categories, verdict) => {
    endpoint.reply = flagging(...categories)
    expect(await provider().judge('text')).toEqual(verdict)
  })

  test('is for the configuration to say', async () => {
    endpoint.reply = flagging('violence', 'spam')
    const categories = { violence: 'ignore', spam: { objection: 'other', verdict: 'refuse' } }
    expect(await provider({ categories }).judge('text')).toEqual({ verdict: 'refuse', objection: 'other' })
    expect(await provider({ categories: { violence: 'ignore', spam: 'ignore' } }).judge('text')).toEqual({ verdict: 'allow' })
  })

  test('is something even where none is named', async () => {
    endpoint.reply = (_, response) => answer(response, { results: [{ flagged: true, categories: {} }] })
    expect(await provider().judge('text')).toEqual({ verdict: 'hold', objection: 'other' })
  })
})

describe('fails closed where the endpoint', () => {
  test.each<[string, Reply]>([
    ['answers 500', (_, response) => response.writeHead(500).end()],
    ['answers 401', (_, response) => response.writeHead(401).end()],
    ['answers 204', (_, response) => response.writeHead(204).end()],
    ['hangs up', (_, response) => response.destroy()],
    ['answers half', (_, response) => response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy())],
    ['answers with a page', (_, response) => response.writeHead(200).end('<html>')],
    ['answers with nothing', (_, response) => response.writeHead(200).end()],
    ['judges nothing', (_, response) => answer(response, { results: [] })],
    ['answers in another shape', (_, response) => answer(response, { flagged: false })],
    ['says neither yes nor no', (_, response) => answer(response, { results: [{ flagged: 'no', categories: {} }] })],
    ['answers too much', (_, response) => answer(response, { ...flag(), more: 'x'.repeat(70_000) })],
  ])('%s', async (_, reply) => {
    endpoint.reply = reply
    await expect(provider().judge('text')).rejects.toMatchObject(UNREACHABLE)
  })

  test.each([301, 302, 307, 308])('sends it elsewhere with %d, where it does not go', async (status) => {
    await using elsewhere = await Endpoint.create(judging)
    endpoint.reply = (_, response) => response.writeHead(status, { location: elsewhere.address }).end()
    await expect(provider().judge('text')).rejects.toMatchObject(UNREACHABLE)
    expect(elsewhere.asked).toEqual([])
  })

  test('never answers', async () => {
    endpoint.reply = () => undefined
    await expect(provider({}, 50).judge('text')).rejects.toMatchObject(UNREACHABLE)
  })

  test('never finishes', async () => {
    endpoint.reply = (_, response) => response.writeHead(200).write('{')
    await expect(provider({}, 50).judge('text')).rejects.toMatchObject(UNREACHABLE)
  })

  test('is not there', async () => {
    const gone = await Endpoint.create(judging)
    const { address } = gone
    await gone.close()
    await expect(provider({ endpoint: address }).judge('text')).rejects.toMatchObject(UNREACHABLE)
  })
})

test.each([
  [500, 'answered 500'],
  [200, 'an answer is not understood'],
])('a failure with %d holds nothing of the message', async (status, detail) => {
  endpoint.reply = (_, response) => response.writeHead(status).end('private words')
  const error: unknown = await provider()
    .judge('private words')
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ ...UNREACHABLE, detail })
  expect(inspect(error, { depth: 10 })).not.toContain('private words')
})

describe('the configuration', () => {
  test.each(['https://moderation.example.org/v1/moderations', 'http://127.0.0.1:9000/', 'http://localhost/x', 'http://[::1]/'])(
    'takes %s',
    (address) => {
      expect(parseHostedConfig(JSON.stringify({ endpoint: address })).endpoint).toBe(address)
    },
  )

  test.each([
    ['{', 'is not JSON'],
    ['{}', 'endpoint'],
    ['{"endpoint":"http://moderation.example.org/"}', 'endpoint: must be an https address'],
    ['{"endpoint":"https://user:secret@example.org/"}', 'endpoint: must be an https address'],
    ['{"endpoint":"https://example.org/#x"}', 'endpoint: must be an https address'],
    ['{"endpoint":"file:///etc/passwd"}', 'endpoint: must be an https address'],
    ['{"endpoint":"https://example.org/","tokenFile":"token"}', 'tokenFile: must be an absolute path'],
    ['{"endpoint":"https://example.org/","categories":{"hate":"rude"}}', 'categories.hate'],
    ['{"endpoint":"https://example.org/","token":"secret"}', 'token'],
  ])('refuses %s', (json, detail) => {
    expect(() => parseHostedConfig(json)).toThrow(detail)
  })
})
