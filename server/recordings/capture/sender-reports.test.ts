import { createSocket } from 'node:dgram'
import { expect, it } from 'vitest'
import { readSenderReports, SenderReports } from './sender-reports.ts'

/** s from 1900 to 1970. */
const EPOCH = 2_208_988_800

const senderReport = (ssrc: number, at: number, rtp: number): Buffer => {
  const packet = Buffer.alloc(28)
  packet.writeUInt8(0x80, 0)
  packet.writeUInt8(200, 1)
  packet.writeUInt16BE(6, 2)
  packet.writeUInt32BE(ssrc, 4)
  packet.writeUInt32BE((Math.floor(at / 1_000) + EPOCH) % 2 ** 32, 8)
  packet.writeUInt32BE(Math.floor(((at % 1_000) / 1_000) * 2 ** 32), 12)
  packet.writeUInt32BE(rtp, 16)
  return packet
}

const description = Buffer.from([0x81, 202, 0, 2, 0, 0, 0, 1, 1, 0, 0, 0])

const AT = 1_790_000_000_250

it.each<[string, Buffer, ReturnType<typeof readSenderReports>]>([
  ['a report', senderReport(7, AT, 4_000_000_000), [{ ssrc: 7, rtp: 4_000_000_000, at: AT }]],
  ['one among others', Buffer.concat([description, senderReport(7, AT, 1), description]), [{ ssrc: 7, rtp: 1, at: AT }]],
  ['one after 2036, when NTP begins anew', senderReport(7, 2_100_000_000_500, 1), [{ ssrc: 7, rtp: 1, at: 2_100_000_000_500 }]],
  ['none', description, []],
  ['nothing', Buffer.alloc(0), []],
  ['a part of one', senderReport(7, AT, 1).subarray(0, 20), []],
  ['another version', Buffer.concat([Buffer.from([0x40]), senderReport(7, AT, 1).subarray(1)]), []],
])('reads %s', (_, packet, reports) => {
  const read = readSenderReports(packet)
  expect(read.map(({ ssrc, rtp }) => ({ ssrc, rtp }))).toEqual(reports.map(({ ssrc, rtp }) => ({ ssrc, rtp })))
  for (const [index, { at }] of read.entries()) expect(at).toBeCloseTo(reports[index]?.at ?? 0, 2)
})

it('tells whoever listens to a stream, and nobody else', async () => {
  const reports = await SenderReports.open()
  const socket = createSocket('udp4')
  try {
    const heard: string[] = []
    reports.listen(7, ({ rtp }) => heard.push(`seven ${rtp}`))
    const stop = reports.listen(8, ({ rtp }) => heard.push(`eight ${rtp}`))
    const send = (packet: Buffer): Promise<void> =>
      new Promise((resolve) => socket.send(packet, reports.port, '127.0.0.1', () => resolve()))
    await send(Buffer.concat([senderReport(7, AT, 1), senderReport(8, AT, 2), senderReport(9, AT, 3)]))
    await expect.poll(() => heard).toEqual(['seven 1', 'eight 2'])
    stop()
    await send(Buffer.concat([senderReport(8, AT, 4), senderReport(7, AT, 5)]))
    await expect.poll(() => heard).toEqual(['seven 1', 'eight 2', 'seven 5'])
  } finally {
    socket.close()
    reports.close()
  }
})
