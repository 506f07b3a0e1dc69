/** Whether a label is less strict than the one before it: pure. `labels`: the least strict first. None at all is the least. */
export const isLessStrict = (
  labels: readonly { id: string }[],
  before: string | undefined,
  next: string | undefined,
): boolean => {
  const rankOf = (id: string | undefined): number => labels.findIndex((label) => label.id === id)
  return rankOf(next) < rankOf(before)
}
