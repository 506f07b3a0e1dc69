import type { Catalogue } from '../en.ts'

export const error: Catalogue['error'] = {
  UNAUTHENTICATED: {
    title: 'Sie sind abgemeldet',
    meaning: 'Ihre Sitzung ist zu Ende, deshalb kann Parley nicht für Sie handeln.',
    action: 'Melden Sie sich wieder an.',
  },
  TICKET_INVALID: {
    title: 'Der Zugang ist abgelaufen',
    meaning: 'Der Weg zur Besprechung hat zu lange gedauert, und der Passierschein ist verfallen.',
    action: 'Versuchen Sie es noch einmal.',
  },
  PROOF_INVALID: {
    title: 'Der Dienst erkennt dieses Gerät nicht',
    meaning: 'Was belegen soll, dass die Anfrage von Ihrem Gerät kommt, wurde nicht angenommen.',
    action: 'Versuchen Sie es noch einmal. Bleibt es dabei, melden Sie sich ab und wieder an.',
  },
  CLOCK_SKEWED: {
    title: 'Die Uhr Ihres Computers geht falsch',
    meaning:
      'Sie weicht um mehr als eine Minute von der des Dienstes ab. So sind Ihre Anfragen nicht von alten zu unterscheiden.',
    action: 'Stellen Sie die Zeit in den Einstellungen des Systems auf automatisch und versuchen Sie es noch einmal.',
  },
  ID_TOKEN_INVALID: {
    title: 'Ihre Anmeldung wurde nicht angenommen',
    meaning:
      'Was die Anmeldeseite Ihrer Organisation ausgestellt hat, passt nicht zu diesem Gerät oder diesem Dienst, oder es kam zu spät.',
    action: 'Melden Sie sich noch einmal an. Bleibt es dabei, nennen Sie Ihrer IT den Code unten.',
  },
  SESSION_ENDED: {
    title: 'Ihre Sitzung wurde beendet',
    meaning:
      'Das geschah von einem anderen Gerät aus, durch Ihre Organisation oder zu Ihrem Schutz, weil ein alter Schlüssel Ihrer Sitzung benutzt wurde.',
    action: 'Melden Sie sich wieder an.',
  },
  SECOND_FACTOR_REQUIRED: {
    title: 'Ein zweiter Faktor ist nötig',
    meaning: 'Ihre Organisation verlangt mehr als ein Passwort, etwa einen Code oder einen Passkey.',
    action: 'Melden Sie sich noch einmal an und geben Sie den zweiten Faktor an.',
  },
  SECOND_FACTOR_STALE: {
    title: 'Bestätigen Sie, dass Sie es sind',
    meaning: 'Hierfür möchte Ihre Organisation einen zweiten Faktor, der gerade erst angegeben wurde.',
    action: 'Bestätigen Sie in Ihrem Browser, dann geht es weiter.',
  },
  SIGN_IN_CANCELLED: {
    title: 'Sie haben die Anmeldung abgebrochen',
    meaning: 'Nichts wurde geändert.',
    action: 'Melden Sie sich an, wenn Sie so weit sind.',
  },
  SIGN_IN_TIMED_OUT: {
    title: 'Die Anmeldung hat zu lange gedauert',
    meaning: 'Ihr Browser kam nicht innerhalb von fünf Minuten zurück.',
    action: 'Melden Sie sich noch einmal an.',
  },
  SIGN_IN_REFUSED: {
    title: 'Ihre Organisation hat Sie nicht eingelassen',
    meaning: 'Ihre Anmeldeseite hat Sie mit einer Absage zurückgeschickt.',
    action: 'Melden Sie sich noch einmal an oder fragen Sie Ihre IT, ob Sie Parley benutzen dürfen.',
  },
  ANOTHER_PERSON: {
    title: 'Das war jemand anderes',
    meaning: 'Sie haben als eine andere Person bestätigt als die, die hier angemeldet ist.',
    action: 'Bestätigen Sie als Sie selbst oder melden Sie sich vorher ab.',
  },
  ORGANISATION_UNKNOWN: {
    title: 'Diese Organisation ist hier nicht bekannt',
    meaning: 'Dieser Dienst hat keine Anmeldung für Ihre E-Mail-Adresse.',
    action: 'Prüfen Sie die Adresse. Gäste nehmen über den Link teil, den sie bekommen haben.',
  },
  PROVIDER_UNREACHABLE: {
    title: 'Die Anmeldung Ihrer Organisation ist nicht erreichbar',
    meaning: 'Das Netz oder der Anmeldedienst selbst ist womöglich ausgefallen.',
    action: 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  },
  PROVIDER_UNUSABLE: {
    title: 'Die Anmeldung Ihrer Organisation ist nicht richtig eingerichtet',
    meaning: 'Sie hat auf eine Weise geantwortet, der Parley nicht trauen kann.',
    action: 'Nennen Sie Ihrer IT den Code unten.',
  },
  KEYSTORE_UNAVAILABLE: {
    title: 'Es gibt keinen sicheren Ort für Ihre Schlüssel',
    meaning:
      'Parley bewahrt seine Schlüssel im Schlüsselspeicher des Systems auf und nie in einer offenen Datei. Dieser Computer hat keinen, oder er ist gesperrt.',
    action:
      'Entsperren Sie den Schlüsselbund. Unter Linux installieren und entsperren Sie GNOME Keyring oder KWallet und starten Parley neu.',
  },
  NAME_INVALID: {
    title: 'Dieser Name geht nicht',
    meaning: 'Ein Name braucht mindestens einen Buchstaben oder eine Ziffer, höchstens 60 Zeichen und keine verborgenen Zeichen.',
    action: 'Schreiben Sie Ihren Namen anders.',
  },
  NAME_TAKEN: {
    title: 'Dieser Name gehört jemandem hier',
    meaning: 'Gäste können weder den Namen eines Mitglieds benutzen noch einen, der ihm ähnlich sieht.',
    action: 'Schreiben Sie Ihren Namen anders, zum Beispiel mit Ihrer Organisation.',
  },
  FORBIDDEN: {
    title: 'Das dürfen Sie nicht',
    meaning: 'Ihre Rolle in dieser Besprechung schließt es nicht ein.',
    action: 'Fragen Sie die Person, die sie leitet.',
  },
  MANAGED: {
    title: 'Ihre Organisation hat das abgeschaltet',
    meaning: 'Auf diesem Computer ist es nicht erlaubt.',
    action: 'Fragen Sie Ihre IT-Abteilung, wenn Sie es brauchen.',
  },
  INVALID_INPUT: {
    title: 'Daran stimmt etwas nicht',
    meaning: 'Der Dienst hat die Eingabe nicht angenommen.',
    action: 'Prüfen Sie sie und versuchen Sie es noch einmal.',
  },
  MESSAGE_TOO_LARGE: {
    title: 'Das ist zu viel auf einmal',
    meaning: 'Eine Nachricht dieser Größe nimmt der Dienst nicht an.',
    action: 'Senden Sie weniger auf einmal.',
  },
  UNKNOWN_PROCEDURE: {
    title: 'Das kennt der Dienst nicht',
    meaning: 'Diese Fassung von Parley hat etwas verlangt, das der Dienst nicht anbietet.',
    action: 'Aktualisieren Sie Parley oder fragen Sie, wer den Dienst betreibt.',
  },
  LINK_INVALID: {
    title: 'Das ist kein Link zu einer Besprechung',
    meaning: 'Darin steht kein Code einer Besprechung, oder mehr als einer.',
    action: 'Prüfen Sie den Link oder geben Sie den Code ein, zum Beispiel abc-defg-hjk.',
  },
  NOT_FOUND: {
    title: 'Das gibt es nicht',
    meaning: 'Was Sie verlangt haben, ist nicht mehr da.',
    action: 'Gehen Sie zurück und wählen Sie neu.',
  },
  MEETING_NOT_FOUND: {
    title: 'Diese Besprechung gibt es nicht',
    meaning: 'Vielleicht ist der Code falsch geschrieben, oder die Besprechung wurde abgesagt.',
    action: 'Prüfen Sie den Code oder fragen Sie, wer Sie eingeladen hat.',
  },
  MEETING_ENDED: {
    title: 'Die Besprechung ist vorbei',
    meaning: 'Niemand ist mehr darin.',
    action: 'Fragen Sie, ob sie noch einmal stattfindet.',
  },
  WRONG_STATE: {
    title: 'Das geht gerade nicht',
    meaning: 'Die Besprechung ist inzwischen weiter.',
    action: 'Warten Sie einen Moment und versuchen Sie es noch einmal.',
  },
  RESUME_EXPIRED: {
    title: 'Sie waren zu lange weg',
    meaning: 'Ihr Platz wird eine Minute lang freigehalten. Die anderen haben gesehen, dass Sie gegangen sind.',
    action: 'Nehmen Sie wieder teil.',
  },
  MEETING_LOCKED: {
    title: 'Die Besprechung ist abgeschlossen',
    meaning: 'Wer sie leitet, hat die Tür zugemacht: Niemand kommt mehr herein.',
    action: 'Bitten Sie jemanden in der Besprechung, sie aufzuschließen, und versuchen Sie es noch einmal.',
  },
  REMOVED: {
    title: 'Sie können nicht in diese Besprechung',
    meaning: 'Sie wurden entfernt oder gesperrt und können nicht hinein, solange sie läuft, außer man erlaubt es wieder.',
    action: 'Fragen Sie die Person, die sie leitet.',
  },
  KNOCK_LATER: {
    title: 'Sie wurden nicht eingelassen',
    meaning: 'Jemand in der Besprechung hat auf Ihr Klopfen mit Nein geantwortet.',
    action: 'Nach fünf Minuten können Sie wieder klopfen, oder fragen Sie die Person, die sie leitet.',
  },
  INVITATION_INVALID: {
    title: 'Diese Einladung gilt nicht mehr',
    meaning: 'Sie ist abgelaufen, wurde zurückgezogen oder gehört zu einer anderen Besprechung.',
    action: 'Bitten Sie die Person, die Sie eingeladen hat, um eine neue.',
  },
  OPTION_LOCKED: {
    title: 'Das lässt sich hier nicht ändern',
    meaning: 'Eine Regel der Organisation legt es fest.',
    action: 'Das Schloss neben der Option nennt die Regel.',
  },
  LICENCE_MISSING: {
    title: 'Dafür braucht es eine andere Lizenz',
    meaning: 'Das gehört zur Premium-Lizenz, die Sie nicht haben.',
    action: 'Fragen Sie Ihre Administration danach.',
  },
  GUESTS_REFUSED: {
    title: 'Gäste können nicht zu dieser Besprechung kommen',
    meaning: 'Das können nur angemeldete Personen.',
    action: 'Melden Sie sich an, oder fragen Sie die Leitung.',
  },
  EXTERNALS_REFUSED: {
    title: 'Nur die Organisation selbst kann kommen',
    meaning: 'Diese Besprechung steht anderen Organisationen nicht offen.',
    action: 'Fragen Sie die Leitung.',
  },
  JUSTIFICATION_MISSING: {
    title: 'Es braucht einen Grund',
    meaning: 'Mit dieser Einstufung ist die Besprechung weniger geschützt als bisher.',
    action: 'Sagen Sie, warum. Es steht danach im Protokoll der Organisation.',
  },
  ENCRYPTION_UNAVAILABLE: {
    title: 'Diese Besprechung kann nicht Ende-zu-Ende verschlüsselt werden',
    meaning: 'Die Einstufung oder die Vorlage verlangt es, und Webinare und Versammlungen können es nicht.',
    action: 'Wer sie organisiert, kann in den Optionen eine andere Einstufung wählen oder die Administration fragen.',
  },
  ENCRYPTION_SETTLED: {
    title: 'Die Verschlüsselung lässt sich jetzt nicht ändern',
    meaning: 'Ob eine Besprechung Ende-zu-Ende verschlüsselt ist, steht mit ihrem Beginn fest und bleibt so, bis sie endet.',
    action: 'Ändern Sie es nach der Besprechung, für das nächste Mal.',
  },
  ENCRYPTED_NEEDS_DESKTOP: {
    title: 'Diese Besprechung ist Ende-zu-Ende verschlüsselt',
    meaning:
      'Nur wer darin ist, hat ihre Schlüssel, und ein Browser kann sie nicht sicher verwahren. Darum kommt niemand über den Browser hinein.',
    action: 'Öffnen Sie die Besprechung im Desktop-Programm unter Windows oder macOS.',
  },
  ENCRYPTED_NEEDS_SYSTEM: {
    title: 'Diese Besprechung ist Ende-zu-Ende verschlüsselt',
    meaning: 'An solchen Besprechungen nimmt Parley unter Windows und macOS teil, und dieser Computer hat ein anderes System.',
    action: 'Öffnen Sie die Besprechung auf einem Computer mit Windows oder macOS.',
  },
  ENCRYPTED_NEEDS_OWN_COMPUTER: {
    title: 'Diese Besprechung ist Ende-zu-Ende verschlüsselt',
    meaning:
      'Parley läuft hier auf einem virtuellen Desktop: Was es entschlüsselt, ginge außerhalb der Verschlüsselung weiter an Ihren Bildschirm.',
    action: 'Öffnen Sie die Besprechung im Desktop-Programm auf dem Computer, an dem Sie sitzen.',
  },
  ENCRYPTED_NEEDS_UPDATE: {
    title: 'Diese Besprechung ist Ende-zu-Ende verschlüsselt',
    meaning: 'Diese Version von Parley ist zu alt, um an solchen Besprechungen teilzunehmen.',
    action: 'Aktualisieren Sie Parley, und öffnen Sie die Besprechung noch einmal.',
  },
  ENCRYPTED_NOT_RECORDED: {
    title: 'Diese Besprechung ist Ende-zu-Ende verschlüsselt',
    meaning: 'Ihre Organisation muss Ihre Besprechungen aufzeichnen, und diese kann niemand aufzeichnen.',
    action: 'Bitten Sie die Leitung um eine Besprechung ohne Ende-zu-Ende-Verschlüsselung.',
  },
  ENCRYPTED_MEETING_FULL: {
    title: 'Die Besprechung ist voll',
    meaning: 'Sie ist Ende-zu-Ende verschlüsselt, und in solche Besprechungen passen höchstens 200 Personen.',
    action: 'Warten Sie, bis jemand geht, oder fragen Sie die Leitung.',
  },
  OFF_WHEN_ENCRYPTED: {
    title: 'Das ist in dieser Besprechung ausgeschaltet',
    meaning: 'Sie ist Ende-zu-Ende verschlüsselt, und dafür müsste der Dienst sehen oder hören, was in ihr geschieht.',
    action: 'Nutzen Sie es in einer Besprechung ohne Ende-zu-Ende-Verschlüsselung.',
  },
  ENCRYPTION_FAILED: {
    title: 'Die Verschlüsselung kann so nicht weitergehen',
    meaning: 'Was vom Dienst kam, passt nicht zur Verschlüsselung dieser Besprechung. Nichts davon wurde verwendet.',
    action: 'Verlassen Sie die Besprechung und treten Sie neu bei. Geschieht es wieder, sagen Sie es Ihrer Administration.',
  },
  EPOCH_STALE: {
    title: 'Jemand anderes war schneller',
    meaning: 'Die Schlüssel dieser Besprechung haben sich inzwischen geändert.',
    action: 'Nichts. Es geht von selbst weiter.',
  },
  NOT_ACCEPTED: {
    title: 'Sie wurden nicht in die verschlüsselte Besprechung gelassen',
    meaning:
      'Die Geräte der anderen konnten nicht prüfen, wer Sie sind, und diese Besprechung ist nur für Menschen, die geprüft sind.',
    action: 'Melden Sie sich neu bei Ihrer Organisation an, oder fragen Sie die Leitung.',
  },
  RULES_CONFLICT: {
    title: 'Jemand anderes hat die Regeln geändert',
    meaning: 'Sie wurden gespeichert, nachdem Sie sie geöffnet hatten. Nichts von Ihnen ist verloren.',
    action: 'Sehen Sie nach, was sich geändert hat, und speichern Sie noch einmal.',
  },
  LAST_ADMINISTRATOR: {
    title: 'Es bliebe niemand übrig',
    meaning: 'Mindestens eine globale Administration muss bleiben.',
    action: 'Machen Sie zuerst jemand anderen zur globalen Administration.',
  },
  MESSAGE_REFUSED: {
    title: 'Diese Nachricht wurde nicht gesendet',
    meaning: 'Sie würde jemanden verletzen. Niemand hat sie gesehen.',
    action: 'Sagen Sie es auf andere Weise.',
  },
  MODERATION_UNREACHABLE: {
    title: 'Diese Nachricht konnte nicht geprüft werden',
    meaning: 'Nachrichten dieser Besprechung werden geprüft, bevor andere sie sehen, und die Prüfung ist nicht erreichbar.',
    action: 'Versuchen Sie es in einem Moment noch einmal.',
  },
  LOBBY_FULL: {
    title: 'Der Warteraum ist voll',
    meaning: 'Es warten schon zu viele Menschen.',
    action: 'Versuchen Sie es in einem Moment noch einmal.',
  },
  MEETING_FULL: {
    title: 'Die Besprechung ist voll',
    meaning: 'Mehr Menschen passen nicht hinein.',
    action: 'Warten Sie, bis jemand geht, oder fragen Sie die Person, die sie leitet.',
  },
  LIMIT_REACHED: {
    title: 'Eine Grenze ist erreicht',
    meaning: 'Mehr davon lässt der Dienst nicht zu.',
    action: 'Beenden Sie etwas, das Sie nicht mehr brauchen, und versuchen Sie es noch einmal.',
  },
  TOO_MANY_REQUESTS: {
    title: 'Das war viel auf einmal',
    meaning: 'Der Dienst bittet Sie, langsamer zu machen.',
    action: 'Warten Sie ein paar Sekunden und versuchen Sie es noch einmal.',
  },
  CLIENT_TOO_OLD: {
    title: 'Dieses Parley ist zu alt',
    meaning: 'Der Dienst oder Ihre Organisation verlangt eine neuere Version, deshalb können Sie mit dieser nicht teilnehmen.',
    action: 'Aktualisieren Sie Parley oder nehmen Sie mit dem Link im Browser teil.',
  },
  CLIENT_TOO_NEW: {
    title: 'Der Dienst ist zu alt',
    meaning: 'Ihr Parley ist neuer als der Dienst, deshalb verstehen sich die beiden nicht.',
    action: 'Bitten Sie, wer den Dienst betreibt, ihn zu aktualisieren, oder nehmen Sie mit dem Link im Browser teil.',
  },
  UPDATE_UNREACHABLE: {
    title: 'Aktualisierungen sind nicht erreichbar',
    meaning:
      'Die Adresse für Aktualisierungen Ihrer Organisation antwortet nicht, oder die Verbindung ist abgebrochen. Diese Version funktioniert weiter.',
    action: 'Versuchen Sie es später erneut. Bleibt es dabei, nennen Sie Ihrer IT den Code unten.',
  },
  UPDATE_UNTRUSTED: {
    title: 'Die Aktualisierung wurde abgelehnt',
    meaning:
      'Sie ist nicht das, was Ihre Organisation unterschrieben hat, deshalb wurde nichts davon installiert. Diese Version funktioniert weiter.',
    action: 'Nennen Sie Ihrer IT den Code unten. Installieren Sie sie nicht aus anderer Quelle.',
  },
  UPDATE_NO_SPACE: {
    title: 'Für die Aktualisierung ist kein Platz',
    meaning: 'Der Datenträger ist zu voll, um sie zu laden. Diese Version funktioniert weiter.',
    action: 'Schaffen Sie Platz und versuchen Sie es erneut.',
  },
  UPDATE_FAILED: {
    title: 'Die Aktualisierung ist fehlgeschlagen',
    meaning: 'Sie konnte nicht installiert werden. Diese Version funktioniert weiter.',
    action: 'Versuchen Sie es erneut. Bleibt es dabei, nennen Sie Ihrer IT den Code unten.',
  },
  FILE_NOT_SAVED: {
    title: 'Die Datei konnte nicht gespeichert werden',
    meaning: 'Der Datenträger ist voll, oder Sie dürfen in diesen Ordner nicht schreiben.',
    action: 'Wählen Sie einen anderen Ordner und versuchen Sie es erneut.',
  },
  SERVICE_UNREACHABLE: {
    title: 'Der Dienst ist nicht erreichbar',
    meaning: 'Ihr Computer ist offline, oder der Dienst läuft nicht.',
    action: 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  },
  SERVICE_STOPPING: {
    title: 'Der Dienst startet neu',
    meaning: 'Er schließt seine Besprechungen und ist bald wieder da.',
    action: 'Versuchen Sie es in einer Minute noch einmal.',
  },
  MEDIA_UNREACHABLE: {
    title: 'Ton und Bild kommen nicht durch',
    meaning: 'Der Dienst antwortet, aber Ihr Netz sperrt Ton und Bild.',
    action: 'Versuchen Sie ein anderes Netz oder bitten Sie Ihre IT, es für den Dienst zu öffnen.',
  },
  CAMERA_DENIED: {
    title: 'Parley darf die Kamera nicht benutzen',
    meaning: 'Sie können teilnehmen, aber die anderen sehen Sie nicht.',
    action: 'Erlauben Sie die Kamera und versuchen Sie es noch einmal.',
  },
  CAMERA_MISSING: {
    title: 'Es wurde keine Kamera gefunden',
    meaning: 'Sie können teilnehmen, aber die anderen sehen Sie nicht.',
    action: 'Schließen Sie eine an oder sehen Sie nach, ob sie eingeschaltet ist.',
  },
  CAMERA_BUSY: {
    title: 'Die Kamera ist in Gebrauch',
    meaning: 'Ein anderes Programm hält sie fest, deshalb sehen die anderen Sie nicht.',
    action: 'Schließen Sie das andere Programm und versuchen Sie es noch einmal.',
  },
  MICROPHONE_DENIED: {
    title: 'Parley darf das Mikrofon nicht benutzen',
    meaning: 'Sie können teilnehmen und zuhören, aber die anderen hören Sie nicht.',
    action: 'Erlauben Sie das Mikrofon und versuchen Sie es noch einmal.',
  },
  MICROPHONE_MISSING: {
    title: 'Es wurde kein Mikrofon gefunden',
    meaning: 'Sie können teilnehmen und zuhören, aber die anderen hören Sie nicht.',
    action: 'Schließen Sie eines an oder sehen Sie nach, ob es eingeschaltet ist.',
  },
  MICROPHONE_BUSY: {
    title: 'Das Mikrofon ist in Gebrauch',
    meaning: 'Ein anderes Programm hält es fest, deshalb hören die anderen Sie nicht.',
    action: 'Schließen Sie das andere Programm und versuchen Sie es noch einmal.',
  },
  SCREEN_DENIED: {
    title: 'Parley darf Ihren Bildschirm nicht teilen',
    meaning: 'Niemandem wurde etwas von Ihrem Bildschirm gezeigt.',
    action: 'Erlauben Sie die Aufnahme des Bildschirms und teilen Sie noch einmal.',
  },
  SCREEN_UNAVAILABLE: {
    title: 'Das lässt sich nicht teilen',
    meaning: 'Der Bildschirm oder das Fenster gab kein Bild oder wurde geschlossen.',
    action: 'Wählen Sie einen anderen Bildschirm oder ein anderes Fenster.',
  },
  NOTICE_UNREAD: {
    title: 'Inzwischen läuft eine Aufzeichnung',
    meaning: 'Was aufgezeichnet wird, sehen Sie vor dem Beitreten, und Sie können fernbleiben.',
    action: 'Lesen Sie den Hinweis, dann treten Sie bei.',
  },
  RECORDING_UNAVAILABLE: {
    title: 'Dieser Dienst kann nicht aufzeichnen',
    meaning: 'Etwas, das dafür nötig ist, fehlt oder antwortet nicht. Es wird nichts aufgezeichnet.',
    action: 'Sagen Sie es Ihrer Administration. Die Besprechung kann ohne Aufzeichnung weitergehen.',
  },
  RECORDING_REQUIRED: {
    title: 'Ohne Aufzeichnung können Sie nicht beitreten',
    meaning: 'Ihre Organisation verlangt, dass Ihre Besprechungen aufgezeichnet werden, und der Dienst kann es gerade nicht.',
    action: 'Versuchen Sie es in ein paar Minuten noch einmal. Bleibt es dabei, sagen Sie es Ihrer Administration.',
  },
  VAULT_UNREACHABLE: {
    title: 'Der Schlüsseltresor ist nicht erreichbar',
    meaning:
      'Aufzeichnungen sind mit Schlüsseln daraus verschlossen, deshalb lässt sich gerade nichts aufzeichnen oder abspielen.',
    action: 'Versuchen Sie es in einer Minute noch einmal. Bleibt es dabei, wenden Sie sich an Ihre Administration.',
  },
  KEY_INVALID: {
    title: 'Der Schlüssel passt nicht zu dieser Aufzeichnung',
    meaning:
      'Der Schlüssel, der mit ihr gespeichert ist, ist beschädigt oder gehört zu einer anderen. Sie lässt sich nicht öffnen.',
    action: 'Nennen Sie Ihrer Administration den Code unten.',
  },
  KEY_DESTROYED: {
    title: 'Der Schlüssel dieser Aufzeichnung wurde vernichtet',
    meaning: 'Ohne ihn kann niemand mehr die Aufzeichnung öffnen.',
    action: 'Fragen Sie Ihre Administration, wenn sie noch da sein sollte.',
  },
  STORAGE_FULL: {
    title: 'Für Aufzeichnungen ist kein Platz mehr',
    meaning: 'Was bisher aufgezeichnet wurde, bleibt erhalten, aber es kommt nichts mehr dazu.',
    action: 'Sagen Sie es Ihrer Administration oder löschen Sie Aufzeichnungen, die niemand braucht.',
  },
  STORAGE_UNREACHABLE: {
    title: 'Der Ort der Aufzeichnungen ist nicht erreichbar',
    meaning: 'Sie sind noch da, lassen sich aber gerade weder schreiben noch lesen.',
    action: 'Versuchen Sie es in einer Minute noch einmal.',
  },
  STORED_DAMAGED: {
    title: 'Etwas Gespeichertes ist beschädigt',
    meaning: 'Ein Teil davon wurde verändert oder ging verloren, seit es geschrieben wurde. Was unversehrt ist, bleibt nutzbar.',
    action: 'Nennen Sie Ihrer Administration den Code unten.',
  },
  INTERNAL: {
    title: 'Etwas ist schiefgegangen',
    meaning: 'Parley hat auf eine Weise versagt, wie es nicht sollte. Es lag nicht an Ihnen.',
    action: 'Versuchen Sie es noch einmal. Bleibt es dabei, nennen Sie dem Support den Code unten.',
  },
}
