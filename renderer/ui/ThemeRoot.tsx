import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider, type Theme, tokens } from '@fluentui/react-components'
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

const useStyles = makeStyles({
  root: { minHeight: '100%', display: 'flex', flexDirection: 'column', backgroundColor: tokens.colorNeutralBackground2 },
})

/**
 * Fluent's provider without a box of its own: its classes are copied to the layers of dialogs and menus, where a box that fills
 * the window would hide what is below.
 */
const Themed = ({ theme, children }: { theme: Theme; children: ReactNode }) => (
  <FluentProvider theme={useMotion(theme)} style={{ display: 'contents' }}>
    {children}
  </FluentProvider>
)

const Ground = ({ children }: { children: ReactNode }) => <div className={useStyles().root}>{children}</div>

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
        <Themed theme={themes[appearance]}>
          <Ground>{children}</Ground>
        </Themed>
      </AppearanceContext>
    </RendererProvider>
  )
}

/** Everything inside is dark whatever the theme (or high contrast, where that is what is asked for): the stage, the mirror. */
export const StageTheme = ({ children }: { children: ReactNode }) => (
  <Themed theme={useShownAppearance() === 'highContrast' ? highContrastTheme : stageTheme}>{children}</Themed>
)
