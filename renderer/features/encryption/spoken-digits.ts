/** As a screen reader says a code: digit by digit, with a pause after each group. */
export const spokenDigits = (code: string): string =>
  code
    .split(' ')
    .map((group) => [...group].join(' '))
    .join(', ')
