import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider, type Theme } from '@fluentui/react-components'
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { useReducedMotion } from './appearance.ts'
import { type Appearance, highContrastTheme, stageTheme, still, themes } from './theme.ts'

/** A theme, without motion where the system asks for that. */
const useMotion = (theme: Theme): Theme => {
  const reduced = useReducedMotion()
  return useMemo(() => (reduced ? { ...theme, ...still } : theme), [theme, reduced])
}

const AppearanceContext = createContext<Appearance>('light')

/** The appearance that is shown now, with `system` resolved. */
export const useShownAppearance = (): Appearance => useContext(AppearanceContext)

/** The nonce that the Content-Security-Policy of this page allows styles with; whoever serves the page put it there. */
const pageNonce = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined

const useStyles = makeStyles({ root: { minHeight: '100%', display: 'flex', flexDirection: 'column' } })

const Ground = ({ appearance, children }: { appearance: Appearance; children: ReactNode }) => (
  <FluentProvider theme={useMotion(themes[appearance])} className={useStyles().root}>
    {children}
  </FluentProvider>
)

/** The outermost of the page: theme, styles under the page's own CSP nonce. */
export const ThemeRoot = ({ appearance, children }: { appearance: Appearance; children: ReactNode }) => {
  const renderer = useMemo(() => {
    const nonce = pageNonce()
    return createDOMRenderer(document, nonce === undefined ? {} : { styleElementAttributes: { nonce } })
  }, [])
  useEffect(() => {
    document.documentElement.style.colorScheme = appearance === 'light' ? 'light' : 'dark'
    document.documentElement.dataset.appearance = appearance
  }, [appearance])
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <AppearanceContext value={appearance}>
        <Ground appearance={appearance}>{children}</Ground>
      </AppearanceContext>
    </RendererProvider>
  )
}

/** Everything inside is dark whatever the theme (or high contrast, where that is what is asked for): the stage, the mirror. */
export const StageTheme = ({ children, className }: { children: ReactNode; className?: string }) => (
  <FluentProvider
    theme={useMotion(useShownAppearance() === 'highContrast' ? highContrastTheme : stageTheme)}
    className={className}
  >
    {children}
  </FluentProvider>
)
