/**
 * Something that set-up needs and cannot get by itself. The message tells the person what to do, so it is printed without a stack.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError'
}
