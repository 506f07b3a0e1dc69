import type { Catalogue } from '../en.ts'

export const common: Catalogue['common'] = {
  product: 'Parley',
  loading: 'Wird geladen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  retry: 'Noch einmal versuchen',
  back: 'Zurück',
  backToHome: 'Zurück zur Startseite',
  copyLink: 'Link kopieren',
  microphone: 'Mikrofon',
  camera: 'Kamera',
  speaker: 'Lautsprecher',
  on: 'An',
  off: 'Aus',
  you: 'Sie',
  errorCode: 'Code {{code}}',
  main: 'Hauptbereich',
  skipToContent: 'Zum Inhalt springen',
}
