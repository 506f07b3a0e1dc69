import { makeStyles, tokens } from '@fluentui/react-components'

/** Where a table has no room for columns: each row is a block, with what a cell is above it. */
export const NARROW_TABLE = '@container (max-width: 480px)'

export const useTableStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  search: { width: '100%', maxWidth: '360px', minWidth: 0, [NARROW_TABLE]: { maxWidth: 'none' } },
  frame: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    overflow: 'hidden',
  },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    textAlign: 'start',
    '& th, & td': { textAlign: 'start', verticalAlign: 'top', padding: '12px 16px', overflowWrap: 'anywhere' },
    // The name of a column is never broken within a word.
    '& thead th': { overflowWrap: 'normal' },
    '& select': { minWidth: 0, width: '100%' },
    '& td:has([data-moves])': { paddingTop: '6px', paddingBottom: '6px' },
    '& tbody tr': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
    [NARROW_TABLE]: {
      '& thead': { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
      '& tr': { display: 'block', padding: '10px 0' },
      '& th, & td': { display: 'block', padding: '2px 16px' },
    },
  },
  head: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular },
  // Where `anywhere` applies, a column may become as narrow as a letter.
  name: { fontWeight: tokens.fontWeightSemibold, textAlign: 'start', overflowWrap: 'break-word' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tight: { whiteSpace: 'nowrap', width: '1px', [NARROW_TABLE]: { width: 'auto' } },
  order: { whiteSpace: 'nowrap', width: '1px' },
  /** What a cell is, where there is no room for the head of its column. */
  cellTitle: {
    display: 'none',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    [NARROW_TABLE]: { display: 'block' },
  },
  empty: { padding: '32px 24px', textAlign: 'center', color: tokens.colorNeutralForeground3 },
  unseen: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})
