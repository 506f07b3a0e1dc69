/** Frames of a stack, with each path cut to its last part: folders carry the name of whoever is logged in. */
export const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .slice(1, 8)
    .map((line) => line.trim().replaceAll(/[^\s()]*[\\/]/g, ''))
    .join(' < ')
