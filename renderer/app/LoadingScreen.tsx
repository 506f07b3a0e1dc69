import { makeStyles, Spinner } from '@fluentui/react-components'

const useStyles = makeStyles({ root: { flexGrow: 1, minHeight: '100dvh', display: 'grid', placeItems: 'center' } })

/** While a screen's code is loaded. */
export const LoadingScreen = ({ label }: { label: string }) => (
  <main className={useStyles().root}>
    <Spinner label={label} />
  </main>
)
