/** Three bars, of which a fair connection fills two and a poor one fills one. For the eye; the words stand beside it. */
export const ConnectionBars = ({ quality }: { quality: 'good' | 'fair' | 'poor' }) => {
  const filled = { good: 3, fair: 2, poor: 1 }[quality]
  return (
    <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" focusable="false" style={{ flexShrink: 0 }}>
      {[4, 8, 12].map((height, index) => (
        <rect
          key={height}
          x={index * 5}
          y={12 - height}
          width="3.5"
          height={height}
          rx="1"
          fill="currentColor"
          opacity={index < filled ? 1 : 0.32}
        />
      ))}
    </svg>
  )
}
