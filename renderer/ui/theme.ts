/**
 * The look of Parley: one accent (deep teal) on neutral greys, as light, dark and high contrast. The stage has its own, always
 * dark, so that faces carry the light. Red (`colorStatusDanger…`, `colorPaletteRed…`) is for recording and leaving only, amber
 * (`colorPaletteMarigold…`) for what needs a look; green is not used for state.
 */
import {
  type BrandVariants,
  createDarkTheme,
  createHighContrastTheme,
  createLightTheme,
  type Theme,
} from '@fluentui/react-components'

/** From the darkest to the lightest; 80 carries white text at 5.7:1, 120 is read on dark grey at 6:1. */
const teal: BrandVariants = {
  10: '#001a1e',
  20: '#00272c',
  30: '#003439',
  40: '#004146',
  50: '#004e53',
  60: '#005a5f',
  70: '#00666c',
  80: '#007277',
  90: '#158387',
  100: '#2f9397',
  110: '#4fa3a6',
  120: '#6ab3b4',
  130: '#84c3c4',
  140: '#9ed3d3',
  150: '#b6e3e3',
  160: '#cff4f3',
}

const type: Partial<Theme> = {
  fontFamilyBase: "-apple-system, 'Segoe UI Variable Text', 'Segoe UI', system-ui, 'Noto Sans', sans-serif",
  fontFamilyNumeric: "-apple-system, 'Segoe UI Variable Text', 'Segoe UI', system-ui, 'Noto Sans', sans-serif",
}

/** On dark grey the accent must be lighter than Fluent's own choice to be read as text. */
const lightAccent: Partial<Theme> = {
  colorBrandForeground1: teal[120],
  colorBrandForeground2: teal[130],
  colorBrandForegroundLink: teal[120],
  colorBrandForegroundLinkHover: teal[130],
  colorBrandForegroundLinkPressed: teal[110],
  colorCompoundBrandForeground1: teal[120],
  colorCompoundBrandForeground1Hover: teal[130],
  colorCompoundBrandStroke: teal[120],
  colorCompoundBrandBackground: teal[120],
  colorCompoundBrandBackgroundHover: teal[130],
  colorNeutralForeground2BrandHover: teal[120],
  colorNeutralForeground2BrandSelected: teal[120],
}

export const lightTheme: Theme = { ...createLightTheme(teal), ...type }
export const darkTheme: Theme = { ...createDarkTheme(teal), ...lightAccent, ...type }
export const highContrastTheme: Theme = { ...createHighContrastTheme(), ...type }

/**
 * The stage's dark: `colorNeutralBackground3` behind the tiles, `2` a tile without a picture, `1` panels and the toolbar.
 */
export const stageTheme: Theme = {
  ...darkTheme,
  colorNeutralBackground1: '#232627',
  colorNeutralBackground1Hover: '#2e3233',
  colorNeutralBackground1Pressed: '#1b1d1e',
  colorNeutralBackground1Selected: '#34393a',
  colorNeutralBackground2: '#1d2021',
  colorNeutralBackground3: '#121415',
}

export type Appearance = 'light' | 'dark' | 'highContrast'

export const themes: Record<Appearance, Theme> = { light: lightTheme, dark: darkTheme, highContrast: highContrastTheme }

/** Fluent's motion takes its time from the theme: none, for whoever asked their system for less of it. */
export const still: Partial<Theme> = {
  durationUltraFast: '0.01ms',
  durationFaster: '0.01ms',
  durationFast: '0.01ms',
  durationNormal: '0.01ms',
  durationGentle: '0.01ms',
  durationSlow: '0.01ms',
  durationSlower: '0.01ms',
  durationUltraSlow: '0.01ms',
}
