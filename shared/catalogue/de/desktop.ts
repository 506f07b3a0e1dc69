import type { Catalogue } from '../en.ts'

export const desktop: Catalogue['desktop'] = {
  menu: {
    file: 'Datei',
    newMeeting: 'Neue Besprechung',
    settings: 'Einstellungen …',
    edit: 'Bearbeiten',
    view: 'Ansicht',
    window: 'Fenster',
    meeting: 'Besprechung',
    toggleMicrophone: 'Mikrofon an oder aus',
    toggleCamera: 'Kamera an oder aus',
    toggleShare: 'Bildschirm teilen oder damit aufhören',
    toggleHand: 'Hand heben oder senken',
    togglePeople: 'Personen zeigen oder ausblenden',
    leave: 'Besprechung verlassen',
    help: 'Hilfe',
    showShortcuts: 'Tastenkürzel',
    openDiagnostics: 'Diagnose…',
  },
  closing: {
    title: 'Sie sind in einer Besprechung',
    meaning: 'Wenn Sie Parley schließen, verlassen Sie sie. Für die anderen geht sie weiter.',
    leave: 'Verlassen und schließen',
    stay: 'Bleiben',
  },
  server: {
    title: 'Diesen Dienst verwenden?',
    meaning: 'Parley startet neu und arbeitet mit ihm. Tun Sie das nur, wenn Ihre Organisation es Ihnen gesagt hat.',
    use: 'Verwenden',
    keep: 'Abbrechen',
  },
  signIn: {
    done: {
      title: 'Sie können zu Parley zurückkehren',
      meaning: 'Diese Seite können Sie schließen.',
    },
    notYours: {
      title: 'Hier haben Sie sich nicht angemeldet',
      meaning:
        'Die Seite gehört zu keiner Anmeldung, auf die Parley wartet. Gehen Sie zu Parley zurück und melden Sie sich dort an.',
    },
  },
  /** macOS shows them when Parley first asks; the installers carry them. */
  usage: {
    camera: 'Andere in einer Besprechung sehen Sie, wenn Sie Ihre Kamera einschalten.',
    microphone: 'Andere in einer Besprechung hören Sie, wenn Sie Ihr Mikrofon einschalten.',
    systemAudio:
      'Andere in einer Besprechung hören, was dieser Computer wiedergibt, wenn Sie seinen Ton mit dem Bildschirm freigeben.',
    localNetwork: 'Parley erreicht den Besprechungsdienst Ihrer Organisation, wenn er im selben Netzwerk steht.',
  },
  start: {
    title: 'Parley kann nicht starten',
    serviceUrl:
      'Die Adresse des Dienstes in PARLEY_SERVICE_URL ist nicht brauchbar. Sie muss wie https://meet.example.org aussehen, ohne Pfad; http geht nur für diesen Computer.',
    person: 'Die Person, die mit --person angegeben ist, ist nicht brauchbar. Es muss eine Kennung wie „ada“ sein.',
    pretence: 'Das System, das in PARLEY_PRETEND_OS angegeben ist, ist nicht brauchbar. Es muss windows oder macos sein.',
    switches:
      'Es wurde mit einem Argument gestartet, durch das andere Programme hinein oder an seinen Sperren vorbei kämen. Starten Sie es ohne Argumente.',
    profile:
      'Das Profil, das mit --profile angegeben ist, ist nicht brauchbar. Es darf bis zu 32 Buchstaben, Ziffern und Bindestriche haben.',
  },
}
