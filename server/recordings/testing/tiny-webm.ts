/** WebM files as small as they can be, for what looks for clusters: nothing in them can be decoded. */

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeUIntBE(value, 2, 6)
  bytes.writeUInt8(0x01, 0)
  return bytes
}

const element = (id: readonly number[], content: Buffer): Buffer =>
  Buffer.concat([Buffer.from(id), number(content.length), content])

/** What every file begins with. */
export const HEADER = Buffer.concat([
  element([0x1a, 0x45, 0xdf, 0xa3], Buffer.from('header')),
  Buffer.from([0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  element([0x15, 0x49, 0xa9, 0x66], Buffer.from('info')),
])

/** A cluster at `time` ms with one block of `length` bytes. */
export const cluster = (time: number, { key = true, length = 1_000 } = {}): Buffer => {
  const timestamp = Buffer.alloc(4)
  timestamp.writeUInt32BE(time)
  const block = Buffer.concat([Buffer.from([0x81, 0, 0, key ? 0x80 : 0]), Buffer.alloc(length, time % 251)])
  return element([0x1f, 0x43, 0xb6, 0x75], Buffer.concat([element([0xe7], timestamp), element([0xa3], block)]))
}
