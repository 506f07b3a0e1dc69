/** What is left of an encrypted meeting in the service's memory and on its disk, while the meeting goes on: nothing of what is said. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiClient, signIn, TestClient } from '../../server/testing/client.ts'
import { workersOf } from '../../server/testing/processes.ts'
import { inBase64 } from '../support/encoded.ts'
import { expect, test } from '../support/journey.ts'
import { SAMPLE_PEOPLE } from '../support/people.ts'
import { Search, searchMemory } from '../support/process-memory.ts'
import type { RunningService } from '../support/service.ts'
import { skipWithout } from '../support/skip.ts'
import { makeMeeting, write } from '../support/talk.ts'
import { RawMember } from './raw-member.ts'

test.setTimeout(180_000)

const SAID = { encrypted: 'Quinces for the offer of 40 million', clear: 'Medlars for the offer of 30 million' }
const TITLE = 'Review of orchards'

/** By what it is: the bytes as they are, and as they would stand in a message or a log. */
const formsOf = (name: string, bytes: Uint8Array): [string, Uint8Array][] => [
  [name, bytes],
  [`${name} in hex`, Buffer.from(Buffer.from(bytes).toString('hex'))],
  ...inBase64(bytes).map((form, at): [string, Uint8Array] => [`${name} in base64 (${at})`, Buffer.from(form)]),
]

/** Programs keep texts in two encodings. */
const textForms = (name: string, text: string): [string, Uint8Array][] => [
  ...formsOf(name, Buffer.from(text)),
  [`${name} in UTF-16`, Buffer.from(text, 'utf16le')],
]

interface Findings {
  inMemory: string[]
  onDisk: string[]
}

const search = async (service: RunningService, needles: ReadonlyMap<string, Uint8Array>): Promise<Findings> => {
  const [memory, disk] = [new Search(needles), new Search(needles)]
  const workers = workersOf(service.pid)
  expect(workers).toHaveLength(1)
  for (const pid of [service.pid, ...workers]) await searchMemory(pid, memory)
  for (const file of readdirSync(service.folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) disk.look(readFileSync(join(file.parentPath, file.name)))
  }
  console.log(`searched ${Math.round(memory.searched / 2 ** 20)} MB of memory, ${Math.round(disk.searched / 2 ** 10)} kB on disk`)
  return { inMemory: [...memory.found].toSorted(), onDisk: [...disk.found].toSorted() }
}

test('neither texts nor keys of an encrypted meeting are with the service', async ({ people, service, stack }) => {
  skipWithout(process.platform === 'linux' ? undefined : 'memory of processes is looked at on Linux alone')
  const texts = new Map([...textForms('encrypted text', SAID.encrypted), ...textForms('clear text', SAID.clear)])
  // That these are found shows that the search finds.
  texts.set('title', Buffer.from(TITLE))

  const ada = await people.desktop('ada', 'windows')
  const code = await makeMeeting(ada, TITLE, { encryption: 'on', lobby: 'everyone' })
  await ada.enterCode(code)
  await ada.join()
  const session = await signIn(service.origin, { personId: 'chen' })
  const chen = await RawMember.come(service.origin, session, code, SAMPLE_PEOPLE.chen)
  stack.defer(() => chen.close())
  await expect.poll(() => chen.epoch).toBeGreaterThan(0n)
  await write(ada, SAID.encrypted)
  await expect.poll(() => chen.heard).toContain(SAID.encrypted)
  // Media is on its way too.
  const kindsSent = async () => new Set((await ada.outbound()).filter(({ packets }) => packets > 50).map(({ kind }) => kind))
  await expect.poll(kindsSent).toEqual(new Set(['audio', 'video']))
  const secrets = [...(await chen.secrets())].filter(([, { length }]) => length >= 16)
  expect(secrets.length).toBeGreaterThan(12)
  const needles = new Map([...texts, ...secrets.flatMap(([name, secret]) => formsOf(name, secret))])
  expect(await search(service, needles)).toEqual({ inMemory: ['title'], onDisk: ['title'] })

  await test.step('a text of a meeting in the clear is there', async () => {
    const other = await apiClient(service.origin, session).meetings.create({ title: 'In the clear' })
    const client = await TestClient.connect(service.origin, session)
    stack.defer(() => client.close())
    await client.prepare(other.code)
    await client.join()
    await client.rpc.sendMessage({ text: SAID.clear, mentions: [] })
    const { inMemory, onDisk } = await search(service, texts)
    expect(inMemory).toContain('clear text')
    expect(onDisk).toContain('clear text')
  })
})
