/**
 * The service is the attacker, and shares all it has with somebody who was removed: the packets as it forwards them, each message that
 * it is sent, each that it sends.
 */
import { expect, test } from '@playwright/test'
import { base64urlnopad } from '@scure/base'
import { en } from '#shared/catalogue/en.ts'
import { readGroupInfo } from '../../renderer/encryption/mls/wire.ts'
import { signIn } from '../../server/testing/client.ts'
import { inBase64 } from '../support/encoded.ts'
import { MediaTap, type Tapped } from '../support/media-tap.ts'
import { closePanel, manageAndConfirm } from '../support/organising.ts'
import { expectAllTogether, type Participant } from '../support/participant.ts'
import { SAMPLE_PEOPLE } from '../support/people.ts'
import { vp8Frames } from '../support/rtp.ts'
import { serviceHere } from '../support/service-here.ts'
import { SignallingTap } from '../support/signalling-tap.ts'
import { expectRead, makeMeeting, write } from '../support/talk.ts'
import { VOICES } from '../support/tones.ts'
import { loudnessAt, openings, opusPayloads, playableKeyFrames, vp8KeyFrames } from './clear-media.ts'
import { RawMember } from './raw-member.ts'

test.setTimeout(180_000)

const SAID = { clear: 'The offer is 30 million', encrypted: 'The offer is 40 million', later: 'Now without Chen' }

/** ms after which nothing opens for somebody who was removed. */
const GRACE = 1_000
/** ms of packets that are looked at after it. */
const AFTER = 4_000

/** Payloads that are enough to hear a voice in: four seconds of one. */
const ENOUGH = 200

/** How much of the sound of the loudest stream is at anybody's pitch. */
const voiceIn = async (who: Participant, packets: readonly Tapped[]): Promise<number> => {
  const streams = Map.groupBy(packets, ({ producerId }) => producerId)
  let loudest = 0
  for (const stream of streams.values()) {
    const payloads = opusPayloads(stream).slice(-ENOUGH)
    if (payloads.length > 0) loudest = Math.max(loudest, ...(await loudnessAt(who.page, payloads, Object.values(VOICES))))
  }
  return loudest
}

/** Frames that are there whole, and how many of them the member opens. */
const openedBy = async (member: RawMember, packets: readonly Tapped[]): Promise<{ frames: number; opened: number }> => {
  const sound = opusPayloads(packets).map((frame) => ({ frame, kind: 'audio' as const }))
  const pictures = vp8Frames(packets.filter(({ mimeType }) => mimeType === 'video/VP8').map(({ packet }) => packet))
  const frames = [...sound, ...pictures.map((frame) => ({ frame, kind: 'video' as const }))]
  const opened = await Promise.all(frames.map(({ frame, kind }) => member.opens(frame, kind)))
  return { frames: frames.length, opened: opened.filter(Boolean).length }
}

const kindsOf = (packets: readonly Tapped[]): Set<string> => new Set(packets.map(({ mimeType }) => mimeType.slice(0, 5)))

/** The group infos in commits that the service was sent. */
const groupInfosIn = (received: readonly Buffer[]): Uint8Array[] =>
  received.flatMap((message) =>
    [...message.toString('latin1').matchAll(/"groupInfo":"([A-Za-z0-9_-]+)"/g)].map(([, info = '']) =>
      base64urlnopad.decode(info),
    ),
  )

test('the service gets nothing to see, hear or read, and whoever was removed no more with its help', async () => {
  await using stack = new AsyncDisposableStack()
  const media = stack.adopt(new MediaTap(), (tap) => tap.close())
  const signalling = stack.adopt(new SignallingTap(), (tap) => tap.close())
  const { origin, people } = await serviceHere(stack)
  const [ada, bo] = await Promise.all([people.desktop('ada', 'windows'), people.desktop('bo', 'macos')])
  const meet = async (encryption: 'on' | 'off'): Promise<string> => {
    const code = await makeMeeting(ada, 'Weekly review', { encryption, lobby: 'everyone' })
    for (const who of [ada, bo]) {
      await who.enterCode(code)
      await who.join()
    }
    return code
  }
  const written = (text: string): boolean =>
    [text, ...inBase64(Buffer.from(text))].some((form) => signalling.received.some((message) => message.includes(form)))
  const clearOpenings = new Set<number>()

  await test.step('of a meeting in the clear it gets all', async () => {
    await meet('off')
    await expectAllTogether([ada, bo])
    await write(ada, SAID.clear)
    await expectRead(bo, SAID.clear)
    expect(written(SAID.clear)).toBe(true)
    await expect.poll(() => opusPayloads(media.packets).length).toBeGreaterThan(2 * ENOUGH)
    expect(playableKeyFrames(media.packets)).toBeGreaterThanOrEqual(2)
    expect(vp8KeyFrames(media.packets).length).toBeGreaterThanOrEqual(playableKeyFrames(media.packets))
    const sound = opusPayloads(media.packets)
    for (const [opening, count] of openings(sound)) if (count > sound.length / 50) clearOpenings.add(opening)
    expect(clearOpenings.size).toBeGreaterThan(0)
    expect(await voiceIn(ada, media.packets)).toBeGreaterThan(0.3)
    for (const who of [ada, bo]) {
      await closePanel(who)
      await who.leave()
      await who.button(en.common.backToHome).click()
    }
  })

  await test.step('of an encrypted one nothing, though people see, hear and read each other', async () => {
    media.packets.length = 0
    const code = await meet('on')
    const session = await signIn(origin, { personId: 'chen' })
    const chen = stack.adopt(await RawMember.come(origin, session, code, SAMPLE_PEOPLE.chen), (member) => member.close())
    signalling.onSent((text) => chen.take(text))
    await expect.poll(() => chen.epoch).toBeGreaterThan(0n)
    await expectAllTogether([ada, bo])
    await ada.startShare()
    await bo.expectMoving(ada, 'screen')
    const since = Date.now()
    await write(ada, SAID.encrypted)
    await expectRead(bo, SAID.encrypted)
    await expect.poll(() => chen.heard).toContain(SAID.encrypted)
    const before = (): Tapped[] => media.packets.filter(({ at }) => at > since)
    await expect.poll(() => opusPayloads(before()).length).toBeGreaterThan(2 * ENOUGH)

    const encrypted = [...media.packets]
    expect(kindsOf(encrypted)).toEqual(new Set(['audio', 'video']))
    expect(vp8KeyFrames(encrypted)).toEqual([])
    expect([...openings(opusPayloads(encrypted)).keys()].filter((opening) => clearOpenings.has(opening))).toEqual([])
    expect(await voiceIn(ada, encrypted)).toBeLessThan(0.1)
    expect(written(SAID.encrypted)).toBe(false)

    await test.step('each frame of it is encrypted for the members', async () => {
      const { frames, opened } = await openedBy(
        chen,
        encrypted.filter(({ at }) => at > since),
      )
      expect(frames).toBeGreaterThan(2 * ENOUGH)
      expect(opened).toBe(frames)
      console.log(`${encrypted.length} packets of an encrypted meeting; ${opened} of ${frames} frames opened by a member`)
    })

    await test.step('who was removed opens nothing of it a second later, though they are told everything', async () => {
      await manageAndConfirm(ada, { name: SAMPLE_PEOPLE.chen }, 'remove')
      await chen.client.next('ended')
      const removed = Date.now()
      await closePanel(ada)
      await write(ada, SAID.later)
      await expectRead(bo, SAID.later)
      const later = (): Tapped[] => media.packets.filter(({ at }) => at > removed + GRACE)
      await expect.poll(() => later().at(-1)?.at ?? 0).toBeGreaterThan(removed + GRACE + AFTER)
      await chen.settled()
      const infos = groupInfosIn(signalling.received)
      expect(chen.isRemoved).toBe(true)
      expect(infos.map((info) => readGroupInfo(info).groupContext.epoch)).toContain(chen.epoch + 1n)
      for (const info of infos) await chen.guess(info)
      const { frames, opened } = await openedBy(chen, later())
      expect(kindsOf(later())).toEqual(new Set(['audio', 'video']))
      expect(frames).toBeGreaterThan(ENOUGH)
      expect(opened).toBe(0)
      console.log(`${frames} frames of ${AFTER} ms and more after a removal, ${opened} opened`)
      expect(chen.heard).not.toContain(SAID.later)
      expect(chen.unopened).toBeGreaterThan(0)
      expect(written(SAID.later)).toBe(false)
      await expectAllTogether([ada, bo])
    })
    expect(media.failures).toEqual([])
  })
})
