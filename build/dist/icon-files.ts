/** Icons in the containers of Windows (ICO) and macOS (ICNS), each a list of PNG pictures. */

export interface Picture {
  /** Width and height, px. */
  size: number
  png: Uint8Array
}

/** ICO: a header, one entry of 16 bytes a picture, the pictures. */
export const writeIco = (pictures: readonly Picture[]): Buffer => {
  const header = Buffer.alloc(6 + 16 * pictures.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.length, 4)
  let offset = header.length
  pictures.forEach(({ size, png }, index) => {
    const entry = 6 + 16 * index
    // 256 px are written as 0.
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...pictures.map(({ png }) => png)])
}

/** Apple's kinds of pictures by their size; those of double density have kinds of their own. */
const ICNS_KINDS: Readonly<Record<number, readonly string[]>> = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

export const writeIcns = (pictures: readonly Picture[]): Buffer => {
  const chunks = pictures.flatMap(({ size, png }) => (ICNS_KINDS[size] ?? []).map((kind) => chunk(kind, png)))
  return chunk('icns', Buffer.concat(chunks))
}

const chunk = (kind: string, content: Uint8Array): Buffer => {
  const header = Buffer.alloc(8)
  header.write(kind, 'latin1')
  header.writeUInt32BE(header.length + content.length, 4)
  return Buffer.concat([header, content])
}
