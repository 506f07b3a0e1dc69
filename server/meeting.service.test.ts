import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiClient, signIn, TestClient } from './testing/client.ts'
import { audioParameters, videoParameters } from './testing/rtp.ts'
import { startService, type TestService } from './testing/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.stop())

test('vertical', async () => {
  const { origin } = service
  const about = await apiClient(origin).about()
  expect(about.samplePeople).toHaveLength(5)
  const ada = await signIn(origin, { personId: 'ada' })
  const meeting = await apiClient(origin, ada).meetings.create({ title: 'Weekly' })
  const bo = await signIn(origin, { personId: 'bo' })
  const a = await TestClient.connect(origin, ada)
  const b = await TestClient.connect(origin, bo)
  await a.prepare(meeting.code)
  await b.prepare(meeting.code)
  const joinedA = await a.join()
  expect(joinedA.participants).toHaveLength(1)
  await a.rpc.produce({ source: 'microphone', rtpParameters: audioParameters(), paused: false })
  const joinedB = await b.join()
  expect(joinedB.participants).toHaveLength(2)
  expect(joinedB.consumers).toHaveLength(1)
  await a.rpc.produce({ source: 'camera', rtpParameters: videoParameters(), paused: false })
  const added = await b.next('consumerAdded')
  await b.rpc.resumeConsumers({ consumerIds: [added.consumer.id] })
  await a.rpc.leave()
  await a.next('ended')
  await b.next('participantLeft')
  await b.close()
})
