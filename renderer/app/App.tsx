import { type ReactNode, useEffect, useMemo } from 'react'
import { I18nextProvider } from 'react-i18next'
import { ServerScreen } from '../features/which-service/ServerScreen.tsx'
import { useAppearance } from '../ui/appearance.ts'
import { createI18n, resolveLanguage } from '../ui/i18n.ts'
import { ThemeRoot } from '../ui/ThemeRoot.tsx'
import { CrashedScreen } from './CrashedScreen.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { type Navigation, NavigationContext } from './navigation.ts'
import { Screens } from './Screens.tsx'
import { type Services, ServicesContext, useCall, useSettings } from './services.ts'

/** Language and look, as the person set them, or the organisation whose meeting it is. */
const Surroundings = ({ children }: { children: ReactNode }) => {
  const settings = useSettings()
  const ofMeeting = useCall(({ meeting }) => meeting?.language)
  const language = resolveLanguage(settings.language, navigator.languages, ofMeeting)
  const i18n = useMemo(() => createI18n(language), [language])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <I18nextProvider i18n={i18n}>
      <ThemeRoot appearance={useAppearance(settings.appearance)}>{children}</ThemeRoot>
    </I18nextProvider>
  )
}

/** The whole page, on the platform and with the engine that it is given. */
export const App = ({ services, navigation }: { services: Services; navigation: Navigation }) => (
  <ServicesContext value={services}>
    <NavigationContext value={navigation}>
      <Surroundings>
        <ErrorBoundary fallback={(again) => <CrashedScreen onAgain={again} />}>
          {services.platform.serviceOrigin === '' ? <ServerScreen /> : <Screens />}
        </ErrorBoundary>
      </Surroundings>
    </NavigationContext>
  </ServicesContext>
)
