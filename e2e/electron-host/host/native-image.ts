import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import type { NativeImage, nativeImage as NativeImages } from 'electron'
import { conform } from './conform.ts'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

const chunk = (type: string, data: Buffer): Buffer => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}

/** A PNG of one colour (RFC 2083): 8 bits of grey. */
const encodePng = (width: number, height: number, grey: number): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  const rows = Buffer.alloc(height * (width + 1), grey)
  for (let row = 0; row < height; row++) rows.writeUInt8(0, row * (width + 1))
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

const sizeOf = (png: Buffer): { width: number; height: number } =>
  png.subarray(0, 8).equals(SIGNATURE) ? { width: png.readUInt32BE(16), height: png.readUInt32BE(20) } : { width: 0, height: 0 }

/** Carries a PNG along; it can be measured and handed on, not drawn upon. */
const fromPng = (png: Buffer): NativeImage =>
  conform<NativeImage>()({
    isEmpty: () => png.length === 0,
    getSize: () => sizeOf(png),
    toPNG: () => png,
    toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
    setTemplateImage: () => undefined,
    isTemplateImage: () => false,
  })

/** A grey picture; an empty one where a side is 0. Sizes in px. */
export const createPicture = (width: number, height: number): NativeImage =>
  fromPng(width > 0 && height > 0 ? encodePng(width, height, 0x60) : Buffer.alloc(0))

export const nativeImage = conform<typeof NativeImages>()({
  createEmpty: () => fromPng(Buffer.alloc(0)),
  createFromBuffer: (buffer: Buffer) => fromPng(buffer),
  createFromDataURL: (url: string) => fromPng(Buffer.from(url.split(',')[1] ?? '', 'base64')),
  createFromPath: (path: string) => {
    try {
      return fromPng(readFileSync(path))
    } catch {
      return fromPng(Buffer.alloc(0))
    }
  },
})
