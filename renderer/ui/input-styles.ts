import { makeStyles } from '@fluentui/react-components'

/** An input asks for room for twenty letters; a narrow window has less. */
export const useInputStyles = makeStyles({ input: { width: '100%', minWidth: 0, '& input': { minWidth: 0 } } })
