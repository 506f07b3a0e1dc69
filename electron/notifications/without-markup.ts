/**
 * A text that no notification service takes for markup. Those of Linux may read tags, and even load pictures that a guest wrote
 * into their name; whether they do is theirs to decide, so that escaping would show where it is not undone.
 */
export const withoutMarkup = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›')
