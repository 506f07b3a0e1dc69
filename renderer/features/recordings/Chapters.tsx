import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Heading } from '../../ui/Heading.tsx'
import { useFormat } from '../../ui/use-format.ts'
import { type Chapter, chapterAt } from './player/chapters.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  list: { listStyle: 'none', margin: 0, padding: 0, maxHeight: '240px', overflowY: 'auto' },
  chapter: {
    width: '100%',
    display: 'grid',
    gridTemplateColumns: '64px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalS,
    minHeight: '32px',
    alignItems: 'center',
    padding: '4px 8px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': {
      backgroundColor: tokens.colorSubtleBackgroundHover,
      color: tokens.colorNeutralForeground2Hover,
      '& > span': { color: 'inherit' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  at: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground3 },
  current: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorBrandForeground1 },
})

interface Props {
  chapters: readonly Chapter[]
  position: number
  onSeek: (position: number) => void
}

/** Where something began, to go there. */
export const Chapters = ({ chapters, position, onSeek }: Props) => {
  const styles = useStyles()
  const { t } = useTranslation()
  const format = useFormat()
  const current = chapterAt(chapters, position)
  return (
    <section className={styles.root} aria-labelledby="recording-chapters">
      <Heading level={2} id="recording-chapters">
        {t('recordings.chapters.title')}
      </Heading>
      <ul className={styles.list}>
        {chapters.map((chapter) => {
          const at = format.elapsed(chapter.position)
          const what = t(`recordings.chapters.${chapter.what}`, { name: chapter.name ?? '' })
          return (
            <li key={`${chapter.position} ${chapter.what} ${chapter.name ?? ''}`}>
              <button
                type="button"
                className={mergeClasses(styles.chapter, chapter === current && styles.current)}
                aria-current={chapter === current ? 'true' : undefined}
                aria-label={t('recordings.chapters.go', { at, what })}
                onClick={() => onSeek(chapter.position)}
              >
                <span className={styles.at}>{at}</span>
                <span>{what}</span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
