/**
 * The table of IT policies: all that an administrator can preset on a computer. The readers' validation, the templates for Group
 * Policy, the profiles, the file's schema and the documentation come from it.
 */
import type { Platform } from '../contract/common.ts'
import type { Allowed, PolicyValue, ValueOf } from './value.ts'

export type ManagedPlatform = Extract<Platform['os'], 'windows' | 'macos' | 'linux'>

export const POLICY_CATEGORIES = {
  server: { en: 'Server', de: 'Server' },
  updates: { en: 'Updates', de: 'Aktualisierungen' },
  signIn: { en: 'Sign-in', de: 'Anmeldung' },
  meetings: { en: 'Meetings', de: 'Besprechungen' },
  network: { en: 'Network', de: 'Netzwerk' },
  computer: { en: 'Computer', de: 'Computer' },
  diagnostics: { en: 'Diagnostics', de: 'Diagnose' },
} as const
export type PolicyCategory = keyof typeof POLICY_CATEGORIES

interface PolicyText {
  readonly title: string
  readonly description: string
}

export interface PolicyDefinition {
  readonly category: PolicyCategory
  readonly allowed: Allowed
  /** What holds where nobody says anything. */
  readonly default: PolicyValue
  /** What holds instead of a value that can't be used: never wider than what an administrator could have meant. */
  readonly safer: PolicyValue
  readonly platforms: readonly ManagedPlatform[]
  /** People have a setting for it, which a policy locks. The others are no one's but the administrator's. */
  readonly lockable: boolean
  /** A change holds only when Parley is started again. */
  readonly restart: boolean
  /** Version of Parley. */
  readonly since: string
  /** For documentation and examples. */
  readonly example: PolicyValue
  readonly en: PolicyText
  readonly de: PolicyText
}

const EVERYWHERE = ['windows', 'macos', 'linux'] as const

export const MANAGED_POLICIES = {
  ServerUrl: {
    category: 'server',
    allowed: { type: 'text', format: 'server' },
    default: '',
    safer: '',
    platforms: EVERYWHERE,
    lockable: true,
    restart: true,
    since: '0.1.0',
    example: 'https://meet.example.org',
    en: {
      title: 'Server address',
      description:
        'Address of the meeting service that Parley uses, as in https://meet.example.org. Empty: the person is asked. Without TLS only this very computer is accepted.',
    },
    de: {
      title: 'Serveradresse',
      description:
        'Adresse des Besprechungsdienstes, den Parley verwendet, etwa https://meet.example.org. Leer: Die Person wird gefragt. Ohne TLS wird nur dieser Computer selbst akzeptiert.',
    },
  },
  ServerLocked: {
    category: 'server',
    allowed: { type: 'boolean' },
    default: false,
    safer: true,
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: true,
    en: {
      title: 'Keep people from changing the server',
      description:
        'Whether the server address is fixed, wherever it comes from: also one that was given when Parley was installed.',
    },
    de: {
      title: 'Ändern des Servers verhindern',
      description: 'Ob die Serveradresse feststeht, woher sie auch kommt: auch eine, die bei der Installation angegeben wurde.',
    },
  },
  AllowedServers: {
    category: 'server',
    allowed: { type: 'servers' },
    default: ['*'],
    safer: [],
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: ['https://meet.example.org', 'https://meet.example.com'],
    en: {
      title: 'Servers that may be used',
      description: 'Addresses of the only services that Parley connects to. * stands for all; an empty list for none.',
    },
    de: {
      title: 'Erlaubte Server',
      description:
        'Adressen der einzigen Dienste, mit denen sich Parley verbindet. * steht für alle, eine leere Liste für keinen.',
    },
  },
  AutoUpdate: {
    category: 'updates',
    allowed: { type: 'choice', choices: ['automatic', 'ask', 'off'] },
    default: 'automatic',
    safer: 'off',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: 'automatic',
    en: {
      title: 'Updates',
      description:
        'automatic: downloaded in the background and installed when no meeting runs. ask: the person decides. off: Parley never updates itself.',
    },
    de: {
      title: 'Aktualisierungen',
      description:
        'automatic: wird im Hintergrund geladen und installiert, wenn keine Besprechung läuft. ask: Die Person entscheidet. off: Parley aktualisiert sich nie selbst.',
    },
  },
  UpdateChannel: {
    category: 'updates',
    allowed: { type: 'choice', choices: ['stable', 'beta'] },
    default: 'stable',
    safer: 'stable',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: 'stable',
    en: { title: 'Update channel', description: 'Which versions are offered: stable, or also beta versions.' },
    de: {
      title: 'Aktualisierungskanal',
      description: 'Welche Versionen angeboten werden: stable (stabile) oder beta (auch Vorabversionen).',
    },
  },
  UpdateUrl: {
    category: 'updates',
    allowed: { type: 'text', format: 'httpsUrl' },
    default: '',
    safer: '',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: 'https://updates.example.org/parley',
    en: {
      title: 'Update address',
      description:
        "HTTPS address of the organisation's own update feed. Empty: there is none, and Parley does not update itself.",
    },
    de: {
      title: 'Adresse für Aktualisierungen',
      description:
        'HTTPS-Adresse der Aktualisierungsquelle der Organisation. Leer: Es gibt keine, und Parley aktualisiert sich nicht selbst.',
    },
  },
  TargetVersionPrefix: {
    category: 'updates',
    allowed: { type: 'text', format: 'versionPrefix' },
    default: '',
    safer: 'current',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: '1.4',
    en: {
      title: 'Target version',
      description:
        'Beginning of the versions that updates may go to, as in 1.4. current: stays with the installed version. Empty: any newer version.',
    },
    de: {
      title: 'Zielversion',
      description:
        'Anfang der Versionen, auf die aktualisiert werden darf, etwa 1.4. current: bleibt bei der installierten Version. Leer: jede neuere Version.',
    },
  },
  UpdateWindow: {
    category: 'updates',
    allowed: { type: 'text', format: 'window' },
    default: '',
    safer: 'never',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: '20:00-06:00',
    en: {
      title: 'Update window',
      description:
        'Local time in which updates are installed, as in 20:00-06:00. never: not at all. Empty: at any time. Never in a meeting.',
    },
    de: {
      title: 'Zeitfenster für Aktualisierungen',
      description:
        'Ortszeit, in der Aktualisierungen installiert werden, etwa 20:00-06:00. never: gar nicht. Leer: jederzeit. Nie in einer Besprechung.',
    },
  },
  MinimumVersion: {
    category: 'updates',
    allowed: { type: 'text', format: 'minimumVersion' },
    default: '',
    safer: 'latest',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: '1.4.0',
    en: {
      title: 'Minimum version',
      description:
        'Oldest version that may join meetings, as in 1.4.0 or 1.4. latest: only the newest that the update feed offers; no effect where no feed is read. Empty: what the service accepts.',
    },
    de: {
      title: 'Mindestversion',
      description:
        'Älteste Version, die an Besprechungen teilnehmen darf, etwa 1.4.0 oder 1.4. latest: nur die neueste, die die Aktualisierungsquelle anbietet; ohne Wirkung, wo keine gelesen wird. Leer: was der Dienst akzeptiert.',
    },
  },
  SignInDomainHint: {
    category: 'signIn',
    allowed: { type: 'text', format: 'domain' },
    default: '',
    safer: '',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: 'example.org',
    en: {
      title: 'Domain for sign-in',
      description: 'Domain whose sign-in page is opened without asking for an e-mail address. Empty: the person is asked.',
    },
    de: {
      title: 'Domäne für die Anmeldung',
      description:
        'Domäne, deren Anmeldeseite geöffnet wird, ohne nach einer E-Mail-Adresse zu fragen. Leer: Die Person wird gefragt.',
    },
  },
  RequireMfa: {
    category: 'signIn',
    allowed: { type: 'boolean' },
    default: false,
    safer: true,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: true,
    en: {
      title: 'Require a second factor',
      description: 'Whether signing in always asks for a second factor, also where the service does not.',
    },
    de: {
      title: 'Zweiten Faktor verlangen',
      description: 'Ob die Anmeldung immer einen zweiten Faktor verlangt, auch wo es der Dienst nicht tut.',
    },
  },
  AllowRememberDevice: {
    category: 'signIn',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: { title: 'Let people stay signed in', description: 'Whether a session is kept on this computer after Parley is closed.' },
    de: {
      title: 'Angemeldet bleiben erlauben',
      description: 'Ob eine Sitzung auf diesem Computer erhalten bleibt, wenn Parley geschlossen wird.',
    },
  },
  AllowGuestsToUseDesktop: {
    category: 'signIn',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: {
      title: 'Let guests use the desktop client',
      description:
        'Whether this client shows people who are not signed in a way into meetings. This version shows them the way to their browser.',
    },
    de: {
      title: 'Gästen den Desktop-Client erlauben',
      description:
        'Ob dieser Client nicht angemeldeten Personen einen Weg in Besprechungen zeigt. Diese Version zeigt ihnen den Weg in den Browser.',
    },
  },
  AllowCamera: {
    category: 'meetings',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: { title: 'Allow the camera', description: 'Whether Parley may use cameras.' },
    de: { title: 'Kamera erlauben', description: 'Ob Parley Kameras verwenden darf.' },
  },
  AllowMicrophone: {
    category: 'meetings',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: { title: 'Allow the microphone', description: 'Whether Parley may use microphones.' },
    de: { title: 'Mikrofon erlauben', description: 'Ob Parley Mikrofone verwenden darf.' },
  },
  AllowScreenShare: {
    category: 'meetings',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: { title: 'Allow screen sharing', description: 'Whether screens and windows can be shared from this computer.' },
    de: {
      title: 'Bildschirmfreigabe erlauben',
      description: 'Ob Bildschirme und Fenster dieses Computers freigegeben werden können.',
    },
  },
  AllowRecording: {
    category: 'meetings',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: {
      title: 'Allow recording',
      description: 'Whether recordings can be started from this client. What the organisation rules for meetings holds besides.',
    },
    de: {
      title: 'Aufzeichnung erlauben',
      description:
        'Ob von diesem Client aus Aufzeichnungen gestartet werden können. Was die Organisation für Besprechungen regelt, gilt außerdem.',
    },
  },
  ContentProtection: {
    category: 'meetings',
    allowed: { type: 'boolean' },
    default: false,
    safer: true,
    platforms: ['windows', 'macos'],
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: true,
    en: {
      title: "Keep Parley's window out of pictures of the screen",
      description: "Whether the operating system leaves Parley's window out of screenshots, recordings and shared screens.",
    },
    de: {
      title: 'Parleys Fenster aus Bildschirmaufnahmen heraushalten',
      description: 'Ob das Betriebssystem Parleys Fenster aus Bildschirmfotos, Aufnahmen und Freigaben heraushält.',
    },
  },
  VirtualBackgrounds: {
    category: 'meetings',
    allowed: { type: 'choice', choices: ['any', 'blur', 'off'] },
    default: 'any',
    safer: 'off',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: 'blur',
    en: {
      title: 'Virtual backgrounds',
      description: 'any: blur, and pictures. blur: blur alone. off: neither. This version has no virtual backgrounds.',
    },
    de: {
      title: 'Virtuelle Hintergründe',
      description:
        'any: Weichzeichnen und Bilder. blur: nur Weichzeichnen. off: keins von beiden. Diese Version hat keine virtuellen Hintergründe.',
    },
  },
  ProxyMode: {
    category: 'network',
    allowed: { type: 'choice', choices: ['system', 'direct', 'fixed', 'pac'] },
    default: 'system',
    safer: 'system',
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: 'fixed',
    en: {
      title: 'Proxy',
      description:
        'system: as the operating system says. direct: none. fixed: the one in ProxyServer. pac: the script at ProxyPac.',
    },
    de: {
      title: 'Proxy',
      description:
        'system: wie im Betriebssystem eingestellt. direct: keiner. fixed: der in ProxyServer. pac: das Skript unter ProxyPac.',
    },
  },
  ProxyServer: {
    category: 'network',
    allowed: { type: 'text', format: 'proxy' },
    default: '',
    safer: '',
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: 'proxy.example.org:3128',
    en: {
      title: 'Proxy server',
      description:
        'Host and port, as in proxy.example.org:3128, with http://, https:// or socks5:// in front where needed. For the mode fixed.',
    },
    de: {
      title: 'Proxyserver',
      description:
        'Host und Port, etwa proxy.example.org:3128, wo nötig mit http://, https:// oder socks5:// davor. Für die Einstellung fixed.',
    },
  },
  ProxyPac: {
    category: 'network',
    allowed: { type: 'text', format: 'pacUrl' },
    default: '',
    safer: '',
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: 'https://proxy.example.org/proxy.pac',
    en: { title: 'Proxy script', description: 'Address of a proxy auto-configuration script. For the mode pac.' },
    de: {
      title: 'Proxyskript',
      description: 'Adresse eines Skripts zur automatischen Proxykonfiguration. Für die Einstellung pac.',
    },
  },
  StartAtLogin: {
    category: 'computer',
    allowed: { type: 'boolean' },
    default: false,
    safer: false,
    platforms: EVERYWHERE,
    lockable: true,
    restart: false,
    since: '0.1.0',
    example: true,
    en: { title: 'Start with the computer', description: 'Whether Parley starts when the person logs in to the computer.' },
    de: { title: 'Mit dem Computer starten', description: 'Ob Parley startet, wenn sich die Person am Computer anmeldet.' },
  },
  HardwareAcceleration: {
    category: 'computer',
    allowed: { type: 'boolean' },
    default: true,
    safer: false,
    platforms: EVERYWHERE,
    lockable: true,
    restart: true,
    since: '0.1.0',
    example: false,
    en: { title: 'Hardware acceleration', description: 'Whether the graphics processor draws and encodes.' },
    de: { title: 'Hardwarebeschleunigung', description: 'Ob der Grafikprozessor zeichnet und kodiert.' },
  },
  VdiMode: {
    category: 'computer',
    allowed: { type: 'choice', choices: ['automatic', 'on'] },
    default: 'automatic',
    safer: 'on',
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: 'on',
    en: {
      title: 'Virtual desktop',
      description:
        "automatic: recognised by its signs. on: this is a virtual desktop, and end-to-end encryption is not offered. A virtual desktop that was recognised can't be denied.",
    },
    de: {
      title: 'Virtueller Desktop',
      description:
        'automatic: wird an seinen Merkmalen erkannt. on: Dies ist ein virtueller Desktop, und Ende-zu-Ende-Verschlüsselung wird nicht angeboten. Ein erkannter virtueller Desktop lässt sich nicht abstreiten.',
    },
  },
  Language: {
    category: 'computer',
    allowed: { type: 'choice', choices: ['system', 'en', 'de'] },
    default: 'system',
    safer: 'system',
    platforms: EVERYWHERE,
    lockable: true,
    restart: false,
    since: '0.1.0',
    example: 'de',
    en: { title: 'Language', description: 'Language of the client: that of the operating system, English or German.' },
    de: { title: 'Sprache', description: 'Sprache des Clients: die des Betriebssystems, Englisch oder Deutsch.' },
  },
  LogLevel: {
    category: 'diagnostics',
    allowed: { type: 'choice', choices: ['error', 'warn', 'info'] },
    default: 'info',
    safer: 'error',
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: 'warn',
    en: {
      title: 'What is logged',
      description:
        'error: failures alone. warn: also what was refused. info: also what happened. Names and addresses of people are never logged.',
    },
    de: {
      title: 'Was protokolliert wird',
      description:
        'error: nur Fehler. warn: auch Abgelehntes. info: auch, was geschah. Namen und Adressen von Personen werden nie protokolliert.',
    },
  },
  LogDirectory: {
    category: 'diagnostics',
    allowed: { type: 'text', format: 'directory' },
    default: '',
    safer: '',
    platforms: EVERYWHERE,
    lockable: false,
    restart: true,
    since: '0.1.0',
    example: '/var/log/parley',
    en: {
      title: 'Folder for logs',
      description: "Absolute path of a folder on this computer in which the person may write. Empty: in the person's own data.",
    },
    de: {
      title: 'Protokollordner',
      description:
        'Absoluter Pfad eines Ordners auf diesem Computer, in den die Person schreiben darf. Leer: in den eigenen Daten der Person.',
    },
  },
  CrashReports: {
    category: 'diagnostics',
    allowed: { type: 'choice', choices: ['never', 'ask', 'always'] },
    default: 'ask',
    safer: 'never',
    platforms: EVERYWHERE,
    lockable: true,
    restart: false,
    since: '0.1.0',
    example: 'never',
    en: {
      title: 'Crash reports',
      description: "never: kept on this computer. ask: sent when the person agrees. always: sent to the organisation's service.",
    },
    de: {
      title: 'Absturzberichte',
      description:
        'never: bleiben auf diesem Computer. ask: werden gesendet, wenn die Person zustimmt. always: werden an den Dienst der Organisation gesendet.',
    },
  },
  Telemetry: {
    category: 'diagnostics',
    allowed: { type: 'boolean' },
    default: false,
    safer: false,
    platforms: EVERYWHERE,
    lockable: false,
    restart: false,
    since: '0.1.0',
    example: false,
    en: {
      title: 'Telemetry',
      description: "Whether Parley may send counts of its own use to the organisation's service. This version has none to send.",
    },
    de: {
      title: 'Telemetrie',
      description:
        'Ob Parley Zählwerte zur eigenen Nutzung an den Dienst der Organisation senden darf. Diese Version hat keine zu senden.',
    },
  },
} as const satisfies Record<string, PolicyDefinition>

export type PolicyName = keyof typeof MANAGED_POLICIES
export type PolicyValues = { readonly [N in PolicyName]: ValueOf<(typeof MANAGED_POLICIES)[N]['allowed']> }

/** In the table's order. */
export const POLICY_NAMES = Object.keys(MANAGED_POLICIES) as readonly PolicyName[]

export const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(MANAGED_POLICIES, name)

export const policyOf = (name: PolicyName): PolicyDefinition => MANAGED_POLICIES[name]
