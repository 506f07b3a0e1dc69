import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiClient, refresh, signIn, TestClient } from './testing/client.ts'
import { workersOf } from './testing/processes.ts'
import { audioParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'
import type { TestSession } from './testing/test-session.ts'

const comeIn = async (origin: string, session: TestSession, code: string, resumeToken?: string) => {
  const client = await TestClient.connect(origin, session)
  await client.prepare(code)
  const joined = await client.join(resumeToken === undefined ? {} : { resumeToken })
  return { client, joined, session }
}

describe('whoever loses the connection', () => {
  let service: TestService
  let code: string
  let sessions: { ada: TestSession; bo: TestSession }
  beforeAll(async () => {
    service = await startService({ limits: { silence: 3_000, resumeWindow: 8_000 } })
    const { origin } = service
    sessions = { ada: await signIn(origin, { personId: 'ada' }), bo: await signIn(origin, { personId: 'bo' }) }
    code = (await apiClient(service.origin, sessions.ada).meetings.create({ title: 'Weekly' })).code
  })
  afterAll(() => service.stop())

  const both = async () => {
    const { origin } = service
    return [await comeIn(origin, sessions.ada, code), await comeIn(origin, sessions.bo, code)] as const
  }

  test('is silenced at once and takes up their place', async () => {
    const [ada, bo] = await both()
    await ada.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    const heard = await bo.client.next('consumerAdded')
    ada.client.cut()
    await bo.client.next('consumerRemoved', ({ consumerId }) => consumerId === heard.consumer.id)
    const away = await bo.client.next('participantUpdated', ({ participant }) => participant.connection === 'reconnecting')
    expect(away.participant).toMatchObject({ id: ada.joined.participantId, producers: [] })

    const back = await comeIn(service.origin, ada.session, code, ada.joined.resumeToken)
    expect(back.joined.participantId).toBe(ada.joined.participantId)
    expect(back.joined.resumeToken).not.toBe(ada.joined.resumeToken)
    const { producerId } = await back.client.rpc.produce({
      source: 'microphone',
      rtpParameters: audioParameters(),
      paused: true,
    })
    const again = await bo.client.next('consumerAdded', ({ consumer }) => consumer.producerId === producerId)
    expect(again.consumer.producerPaused).toBe(true)
    await Promise.all([back.client.close(), bo.client.close()])
  })

  test('is noticed by their silence, though the socket seems open', async () => {
    const [ada, bo] = await both()
    ada.client.sleep()
    await bo.client.next('participantUpdated', ({ participant }) => participant.connection === 'reconnecting')
    await ada.client.closed
    await bo.client.close()
  })

  test('replaces themselves where the loss was not noticed', async () => {
    const [ada, bo] = await both()
    const back = await comeIn(service.origin, ada.session, code, ada.joined.resumeToken)
    expect(await ada.client.next('ended')).toMatchObject({ reason: 'replaced' })
    expect(await ada.client.closed).toMatchObject({ code: 1000, reason: 'replaced' })
    expect(back.joined.participantId).toBe(ada.joined.participantId)
    await Promise.all([back.client.close(), bo.client.close()])
  })

  test('comes too late with a token that was used, and can still join anew', async () => {
    const [ada, bo] = await both()
    ada.client.cut()
    const back = await comeIn(service.origin, ada.session, code, ada.joined.resumeToken)
    await back.client.rpc.ping()
    const thief = await TestClient.connect(service.origin, ada.session)
    await thief.prepare(code)
    await expect(thief.join({ resumeToken: ada.joined.resumeToken })).rejects.toMatchObject({ code: 'RESUME_EXPIRED' })
    const anew = await thief.join()
    expect(anew.participantId).not.toBe(ada.joined.participantId)
    await Promise.all([back.client.close(), bo.client.close(), thief.close()])
  })

  test('gains nothing from the token of somebody else', async () => {
    const [ada, bo] = await both()
    ada.client.cut()
    const thief = await TestClient.connect(service.origin, bo.session)
    await thief.prepare(code)
    await expect(thief.join({ resumeToken: ada.joined.resumeToken })).rejects.toMatchObject({ code: 'RESUME_EXPIRED' })
    await Promise.all([bo.client.close(), thief.close()])
  })

  test('loses the place in the end', async () => {
    const [ada, bo] = await both()
    ada.client.cut()
    const left = await bo.client.next('participantLeft', ({ participantId }) => participantId === ada.joined.participantId)
    expect(left.reason).toBe('timedOut')
    await bo.client.close()
  }, 20_000)

  test('because a media worker died comes back to another one', async () => {
    const [ada, bo] = await both()
    for (const pid of workersOf(process.pid)) process.kill(pid, 'SIGKILL')
    expect(await ada.client.closed).toMatchObject({ code: 1012, reason: 'MEDIA_UNREACHABLE' })
    await bo.client.closed
    const back = await comeIn(service.origin, ada.session, code, ada.joined.resumeToken)
    expect(back.joined.participantId).toBe(ada.joined.participantId)
    await back.client.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
    await back.client.close()
  })
})

describe('a service as a process', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-service-'))
  })
  const children: ChildProcess[] = []
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await rm(dataDir, { recursive: true, force: true })
  })

  const start = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      env: { ...process.env, PARLEY_PORT: '0', PARLEY_MEDIA_PORT: '0', PARLEY_WORKERS: '1', PARLEY_DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
    })
    await expect.poll(() => output, { timeout: 60_000 }).toContain('served at')
    return { child, origin: /served at (\S+)/.exec(output)?.[1] ?? '', output: () => output }
  }

  test('that is killed finds everybody again, wherever it comes back', async () => {
    const first = await start()
    const adaSession = await signIn(first.origin, { personId: 'ada' })
    const boSession = await signIn(first.origin, { personId: 'bo' })
    const { code } = await apiClient(first.origin, adaSession).meetings.create({ title: 'Weekly' })
    const ada = await comeIn(first.origin, adaSession, code)
    const bo = await comeIn(first.origin, boSession, code)
    await ada.client.rpc.setHand({ raised: true })
    first.child.kill('SIGKILL')
    await Promise.all([ada.client.closed, bo.client.closed, once(first.child, 'exit')])

    const second = await start()
    // Tokens are for one address; who is signed in stays so, and gets new ones for another.
    const adaBack = await comeIn(second.origin, await refresh(second.origin, ada.session), code, ada.joined.resumeToken)
    expect(adaBack.joined).toMatchObject({ participantId: ada.joined.participantId, startedAt: ada.joined.startedAt })
    expect(adaBack.joined.participants).toMatchObject([
      { personId: 'ada', connection: 'connected', handRaisedAt: expect.any(Number) },
      { personId: 'bo', connection: 'reconnecting' },
    ])
    const boBack = await comeIn(second.origin, await refresh(second.origin, bo.session), code, bo.joined.resumeToken)
    expect(boBack.joined.participantId).toBe(bo.joined.participantId)
    await adaBack.client.next('participantUpdated', ({ participant }) => participant.id === bo.joined.participantId)

    second.child.kill('SIGTERM')
    expect(await adaBack.client.next('ended')).toMatchObject({ reason: 'serviceStopping' })
    expect(await boBack.client.closed).toMatchObject({ code: 1001, reason: 'serviceStopping' })
    const [exitCode] = await once(second.child, 'exit')
    expect(exitCode).toBe(0)
    const { accessToken, refreshToken } = adaSession.tokens
    for (const word of ['Ada', 'Bo', 'Weekly', code, accessToken, refreshToken])
      expect(first.output() + second.output()).not.toContain(word)
  }, 180_000)
})
