/** RTP packets (RFC 3550) and the frames in them, as somebody reads them who has nothing but the packets. */

export interface RtpPacket {
  readonly payloadType: number
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  readonly marker: boolean
  readonly payload: Buffer
}

/** Undefined for what is none: RTCP, or cut short. */
export const readRtp = (datagram: Buffer): RtpPacket | undefined => {
  if (datagram.length < 12) return undefined
  const [first, second] = [datagram.readUInt8(0), datagram.readUInt8(1)]
  const payloadType = second & 0x7f
  // RFC 5761 §4: these are RTCP's on a shared port.
  if (first >> 6 !== 2 || (payloadType >= 64 && payloadType < 96)) return undefined
  let start = 12 + 4 * (first & 0x0f)
  if ((first & 0x10) !== 0) {
    if (datagram.length < start + 4) return undefined
    start += 4 + 4 * datagram.readUInt16BE(start + 2)
  }
  const padding = (first & 0x20) === 0 ? 0 : datagram.readUInt8(datagram.length - 1)
  const end = datagram.length - padding
  if (start > end) return undefined
  return {
    payloadType,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    marker: (second & 0x80) !== 0,
    payload: Buffer.from(datagram.subarray(start, end)),
  }
}

export interface Vp8Payload {
  /** The frame begins here. */
  readonly begins: boolean
  readonly data: Buffer
}

/** Takes off the descriptor (RFC 7741 §4.2). Undefined where there is none, or nothing behind it. */
export const readVp8 = (payload: Buffer): Vp8Payload | undefined => {
  const [first, second = 0] = payload
  if (first === undefined) return undefined
  let length = 1
  if ((first & 0x80) !== 0) {
    length += 1
    const pictureId = payload[length] ?? 0
    if ((second & 0x80) !== 0) length += (pictureId & 0x80) === 0 ? 1 : 2
    if ((second & 0x40) !== 0) length += 1
    if ((second & 0x30) !== 0) length += 1
  }
  if (length >= payload.length) return undefined
  return { begins: (first & 0x10) !== 0 && (first & 0x07) === 0, data: payload.subarray(length) }
}

/** The frames of which all packets are there. A packet that came twice counts once. */
export const vp8Frames = (packets: readonly RtpPacket[]): Buffer[] => {
  const byFrame = new Map<string, Map<number, RtpPacket>>()
  for (const packet of packets) {
    const key = `${packet.ssrc} ${packet.timestamp}`
    const frame = byFrame.get(key) ?? new Map<number, RtpPacket>()
    byFrame.set(key, frame)
    if (packet.payload.length > 0) frame.set(packet.sequence, packet)
  }
  return [...byFrame.values()].flatMap((frame) => joined([...frame.values()]))
}

/** One frame, or none. */
const joined = (packets: readonly RtpPacket[]): Buffer[] => {
  const [any] = packets
  if (any === undefined) return []
  const place = ({ sequence }: RtpPacket): number => ((sequence - any.sequence + 0x18000) & 0xffff) - 0x8000
  const ordered = packets.toSorted((one, other) => place(one) - place(other))
  const [first, last] = [ordered[0], ordered.at(-1)]
  const parts = ordered.map(({ payload }) => readVp8(payload))
  if (first === undefined || last?.marker !== true || parts[0]?.begins !== true) return []
  if (place(last) - place(first) !== ordered.length - 1) return []
  return [Buffer.concat(parts.map((part) => part?.data ?? Buffer.alloc(0)))]
}
