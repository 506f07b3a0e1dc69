/** Where a meeting asks for the viewer's address over pictures, a client that can't show it gets sound alone. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OptionValue } from '#shared/meeting/options.ts'
import { type Attendee, MeetingHarness, member, settled } from '../testing/meeting-harness.ts'

let harness: MeetingHarness
let ada: Attendee
let pictures: string[]
beforeEach(async () => {
  harness = await MeetingHarness.create()
  ada = await harness.join(member('ada'))
  await ada.produce('microphone')
  pictures = [await ada.produce('camera'), await ada.produce('screen')]
})
afterEach(() => harness.close())

const setWatermark = (watermark: OptionValue<'watermark'>) => ada.meeting.moderation.setOptions(ada.presence, { watermark })
const join = async (id: string, watermark: boolean) => (await harness.prepare(member(id))).join(undefined, watermark)
const show = ({ meeting, presence }: Attendee, producerIds = pictures) =>
  meeting.setVisible(
    presence,
    producerIds.map((producerId) => ({ producerId, spatialLayer: 2 })),
  )

/** What somebody receives, as the media layer knows it, and as their client was told. */
const receives = ({ presence, sink }: Attendee): string[] => {
  const { endpoint } = presence
  const sources = [...harness.consumersOf(endpoint)].map(({ producerId }) => harness.room.producers.get(producerId)?.source)
  const told = new Map(sink.last('joined')?.consumers.map(({ id, source }) => [id, source]))
  for (const event of sink.events) {
    if (event.type === 'consumerAdded') told.set(event.consumer.id, event.consumer.source)
    if (event.type === 'consumerRemoved') told.delete(event.consumerId)
  }
  expect([...told.values()].toSorted()).toEqual(sources.toSorted())
  return [...told.values()].toSorted()
}

const EVERYTHING = ['camera', 'microphone', 'screen']

test.each([
  ['off', false, EVERYTHING],
  ['off', true, EVERYTHING],
  ['on', false, ['microphone']],
  ['on', true, EVERYTHING],
] as const)('with the option %s, a client that can (%s) comes in to %s', async (option, can, expected) => {
  setWatermark(option)
  const bo = await join('bo', can)
  expect(receives(bo)).toEqual(expected)
  await show(bo)
  expect(receives(bo)).toEqual(expected)
})

test('what is new is offered as sound alone', async () => {
  setWatermark('on')
  const [bo, chen] = [await join('bo', false), await join('chen', true)]
  await chen.produce('microphone')
  const camera = await chen.produce('camera')
  await chen.produce('screen')
  await chen.produce('screenAudio')
  await settled()
  expect(receives(bo)).toEqual(['microphone', 'microphone', 'screenAudio'])
  await show(bo, [...pictures, camera])
  expect(receives(bo)).toEqual(['microphone', 'microphone', 'screenAudio'])
})

test('switched on it takes the pictures away at once; switched off it gives them back to what is on screen', async () => {
  const [bo, chen] = [await join('bo', false), await join('chen', true)]
  setWatermark('on')
  expect([receives(bo), receives(chen)]).toEqual([['microphone'], EVERYTHING])
  setWatermark('off')
  await settled()
  expect(receives(bo)).toEqual(['microphone'])
  await show(bo)
  expect(receives(bo)).toEqual(EVERYTHING)
})

test.each([true, false])(
  'switched on while a picture is on its way (into the meeting: %s), it does not arrive',
  async (joining) => {
    const bo = joining ? await harness.prepare(member('bo')) : await join('bo', false)
    if (!joining) await show(bo, [])
    const camera = joining ? undefined : await (await join('chen', true)).produce('camera')
    const release = harness.media.hold('consume')
    const arriving = joining ? bo.join(undefined, false) : show(bo, [...pictures, camera ?? ''])
    await settled()
    setWatermark('on')
    release()
    await arriving
    await settled()
    expect(receives(bo)).toEqual(['microphone'])
  },
)

test('it is asked of each connection anew', async () => {
  setWatermark('on')
  const bo = await join('bo', true)
  expect(receives(bo)).toEqual(EVERYTHING)
  bo.lose()
  const back = await (await harness.prepare(member('bo'))).join(bo.token)
  expect(receives(back)).toEqual(EVERYTHING)
  back.lose()
  const lesser = await (await harness.prepare(member('bo'))).join(back.token, false)
  expect(receives(lesser)).toEqual(['microphone'])
})
