import type { Catalogue } from '../en.ts'

export const managed: Catalogue['managed'] = {
  mark: 'Von Ihrer Organisation verwaltet',
  camera: 'Ihre Organisation hat die Kamera auf diesem Computer abgeschaltet.',
  microphone: 'Ihre Organisation hat das Mikrofon auf diesem Computer abgeschaltet.',
  awaitingRestart: 'Einige Einstellungen gelten erst, wenn Parley neu gestartet wird.',
  restart: 'Parley neu starten',
}

export const computer: Catalogue['computer'] = {
  title: 'Dieser Computer',
  startAtLogin: 'Mit dem Computer starten',
  startAtLoginNote: 'Sobald Sie sich an ihm anmelden.',
  hardwareAcceleration: 'Hardwarebeschleunigung',
  hardwareAccelerationNote: 'Der Grafikprozessor zeichnet und kodiert. Schalten Sie sie aus, wo Bilder gestört sind.',
  crashReports: 'Absturzberichte senden',
  crashReportsNote: 'An den Dienst Ihrer Organisation, ohne Namen und ohne etwas von dem, was gesagt wurde.',
  crashReportsWhen: { never: 'Nie', ask: 'Jedes Mal fragen', always: 'Immer' },
}

export const server: Catalogue['server'] = {
  title: 'Welcher Dienst für Besprechungen?',
  meaning: 'Parley arbeitet mit dem Dienst Ihrer Organisation. Ihre IT-Abteilung kennt seine Adresse.',
  address: 'Adresse des Dienstes',
  hint: 'Zum Beispiel https://meet.example.org',
  missing: 'Geben Sie die Adresse des Dienstes ein.',
  invalid: 'Geben Sie eine Adresse wie https://meet.example.org ein, ohne etwas dahinter.',
  notAllowed: 'Ihre Organisation erlaubt diesen Dienst nicht.',
  use: 'Diesen Dienst verwenden',
  restarts: 'Parley startet dazu neu. Vielleicht müssen Sie sich dort anmelden.',
  lockedTitle: 'Kein Dienst für Besprechungen',
  locked: 'Ihre Organisation bestimmt, mit welchem Dienst Parley arbeitet, und hat keinen genannt. Fragen Sie Ihre IT-Abteilung.',
  change: 'Ändern',
}
