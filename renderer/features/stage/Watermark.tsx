import { makeStyles } from '@fluentui/react-components'
import { useId } from 'react'
import { useAccount, useCall } from '../../app/services.ts'
import { selfIn } from '../../call/moderation/denial-in.ts'

const useStyles = makeStyles({
  layer: {
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    zIndex: 1,
    pointerEvents: 'none',
    userSelect: 'none',
    // Legible in a photograph of the screen, and quiet beside a face: light letters with a dark edge, for any ground.
    fill: '#ffffff',
    fillOpacity: 0.34,
    stroke: '#000000',
    strokeOpacity: 0.2,
    strokeWidth: '1.5px',
    paintOrder: 'stroke',
    fontSize: '15px',
  },
})

/** Room for one writing of the text, px: close enough together that the smallest tile holds a part of one. */
const WIDTH_OF_LETTER = 8.5
const GAP = 32
const LINE = 56

/**
 * The viewer's own e-mail address over every picture, where the meeting asks for that: whoever takes a picture of it signs it. It
 * is one layer over all of the stage's area, outside which no picture of a meeting is shown.
 */
export const Watermark = () => {
  const styles = useStyles()
  const pattern = useId()
  const on = useCall(({ options }) => options.watermark.value === 'on')
  const name = useCall((state) => selfIn(state)?.name)
  const email = useAccount()?.email
  // Who came with a name alone has no address.
  const text = email === undefined || email === '' ? name : email
  if (!on || text === undefined) return null
  const width = text.length * WIDTH_OF_LETTER + GAP
  return (
    <svg className={styles.layer} aria-hidden="true" focusable="false" data-watermark={text}>
      <defs>
        <pattern id={pattern} width={width} height={LINE * 2} patternUnits="userSpaceOnUse" patternTransform="rotate(-24)">
          <text x={0} y={LINE * 0.5}>
            {text}
          </text>
          <text x={width / 2 - width} y={LINE * 1.5}>
            {text}
          </text>
          <text x={width / 2} y={LINE * 1.5}>
            {text}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${pattern})`} stroke="none" fillOpacity={1} />
    </svg>
  )
}
