/** What bytes look like in base64url, alone and in the middle of something longer: three ways, less what hangs on their neighbours. */
export const inBase64 = (bytes: Uint8Array): string[] =>
  [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64url')
      .slice(before === 0 ? 0 : before + 1, -2),
  )
