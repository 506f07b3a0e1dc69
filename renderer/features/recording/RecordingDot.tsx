import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { CircleFilled } from '@fluentui/react-icons/svg/circle'
import { PauseFilled } from '@fluentui/react-icons/svg/pause'
import { RecordRegular } from '@fluentui/react-icons/svg/record'
import { WarningFilled } from '@fluentui/react-icons/svg/warning'
import type { RecordingStateName } from '#shared/contract/recording.ts'

const useStyles = makeStyles({
  icon: { flexShrink: 0, fontSize: '20px' },
  /** Read at 3:1 and more on every ground that it stands on, light or dark. */
  red: { color: '#e5484d', '@media (forced-colors: active)': { color: 'CanvasText' } },
})

/** The red mark of a recording: a full dot while it runs, another shape while it does not. Words stand beside it. */
export const RecordingDot = ({ state }: { state: RecordingStateName }) => {
  const styles = useStyles()
  const className = mergeClasses(styles.icon, styles.red)
  switch (state) {
    case 'starting':
      return <RecordRegular aria-hidden="true" className={className} />
    case 'running':
      return <CircleFilled aria-hidden="true" className={className} />
    case 'paused':
      return <PauseFilled aria-hidden="true" className={className} />
    case 'interrupted':
      return <WarningFilled aria-hidden="true" className={className} />
  }
}
