; Setup program for all users of a computer, with or without somebody in front of it. It needs no plug-in beyond those of NSIS.
;
; Given by build/dist/windows/nsis.ts: VERSION, NUMERIC_VERSION, ARCH, SOURCE (the program's folder), OUT, ICON, SIGN (a command,
; where something signs), and generated.nsh: the product's names and one line for each value that can be given at installation.
;
; Exit codes are those of Windows Installer, which management tools know: 0 done, 1602 given up by the person, 1603 failed (what was
; there stays), 1618 Parley runs and could not be closed: try again, 1633 not for this computer, 1638 a newer version or the MSI is there.

Unicode true
ManifestDPIAware true
ManifestSupportedOS all
SetCompressor /SOLID lzma
RequestExecutionLevel admin
CRCCheck force

!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"
!include "Win\COM.nsh"
!include "Win\Propkey.nsh"
!include "generated.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${UNINSTALL_NAME}"
!define PROGRAM "${PRODUCT_NAME}.exe"
!define CLOSE_TRIES 60
!define CLOSE_WAIT_MS 500

Name "${PRODUCT_NAME}"
OutFile "${OUT}"
Icon "${ICON}"
UninstallIcon "${ICON}"
InstallDir "$PROGRAMFILES64\${PRODUCT_NAME}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
AutoCloseWindow true
VIProductVersion "${NUMERIC_VERSION}.0"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

LoadLanguageFile "${NSISDIR}\Contrib\Language files\English.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\German.nlf"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductName "${PRODUCT_NAME}"
VIAddVersionKey /LANG=${LANG_ENGLISH} CompanyName "${COMPANY_NAME}"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileDescription "${PRODUCT_NAME} setup"
VIAddVersionKey /LANG=${LANG_ENGLISH} FileVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} ProductVersion "${VERSION}"
VIAddVersionKey /LANG=${LANG_ENGLISH} LegalCopyright "${COPYRIGHT}"

LangString WrongComputer ${LANG_ENGLISH} "This package is for computers with another processor (${ARCH})."
LangString WrongComputer ${LANG_GERMAN} "Dieses Paket ist für Computer mit einem anderen Prozessor (${ARCH})."
LangString ManagedByMsi ${LANG_ENGLISH} "Your organisation installed ${PRODUCT_NAME} with another installer (MSI), which also brings new versions. Nothing was changed."
LangString ManagedByMsi ${LANG_GERMAN} "Ihre Organisation hat ${PRODUCT_NAME} mit einem anderen Installationspaket (MSI) installiert, das auch neue Versionen bringt. Nichts wurde geändert."
LangString NewerThere ${LANG_ENGLISH} "A newer version of ${PRODUCT_NAME} is already installed. Nothing was changed."
LangString NewerThere ${LANG_GERMAN} "Eine neuere Version von ${PRODUCT_NAME} ist bereits installiert. Nichts wurde geändert."
LangString StillRuns ${LANG_ENGLISH} "${PRODUCT_NAME} is running and could not be closed. Close it and try again."
LangString StillRuns ${LANG_GERMAN} "${PRODUCT_NAME} läuft und konnte nicht geschlossen werden. Schließen Sie es und versuchen Sie es erneut."
LangString Failed ${LANG_ENGLISH} "${PRODUCT_NAME} could not be installed. What was there before is still there."
LangString Failed ${LANG_GERMAN} "${PRODUCT_NAME} konnte nicht installiert werden. Was vorher da war, ist noch da."
LangString HalfDone ${LANG_ENGLISH} "${PRODUCT_NAME} could not be installed, and the version before could not be put back. It lies in $INSTDIR.old. Start this setup again."
LangString HalfDone ${LANG_GERMAN} "${PRODUCT_NAME} konnte nicht installiert und die vorige Version nicht zurückgestellt werden. Sie liegt in $INSTDIR.old. Starten Sie dieses Setup erneut."
LangString Unprotected ${LANG_ENGLISH} "${PRODUCT_NAME} is only installed in $PROGRAMFILES64: in another folder everybody could change it. Nothing was changed."
LangString Unprotected ${LANG_GERMAN} "${PRODUCT_NAME} wird nur in $PROGRAMFILES64 installiert: In einem anderen Ordner könnten alle es verändern. Nichts wurde geändert."
LangString NotOurFolder ${LANG_ENGLISH} "The folder holds something else than ${PRODUCT_NAME}. Choose another one."
LangString NotOurFolder ${LANG_GERMAN} "Der Ordner enthält etwas anderes als ${PRODUCT_NAME}. Wählen Sie einen anderen."

Var Arguments
Var LogFile
Var Given

!macro Log TEXT
  ${If} $LogFile != ""
    FileOpen $9 "$LogFile" a
    FileSeek $9 0 END
    FileWrite $9 "${TEXT}$\r$\n"
    FileClose $9
  ${EndIf}
!macroend

!macro Refuse CODE MESSAGE
  !insertmacro Log "refused (${CODE}): ${MESSAGE}"
  SetErrorLevel ${CODE}
  MessageBox MB_OK|MB_ICONSTOP "${MESSAGE}" /SD IDOK
  Quit
!macroend

!macro Prepare
  SetRegView 64
  SetShellVarContext all
  ${GetParameters} $Arguments
  ClearErrors
  ${GetOptions} $Arguments "/LOG=" $LogFile
!macroend

; A program that runs keeps its file from being written to. Sets the error flag where it still runs in the end.
!macro CloseProgramFunction PREFIX
Function ${PREFIX}CloseProgram
  ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    Return
  ${EndIf}
  ClearErrors
  ${GetOptions} $Arguments "/FORCE=" $Given
  ${If} $Given == "1"
    nsExec::Exec '"$SYSDIR\taskkill.exe" /F /IM "${PROGRAM}"'
  ${Else}
    ; As if its window were closed: it asks the person who is in a meeting.
    nsExec::Exec '"$SYSDIR\taskkill.exe" /IM "${PROGRAM}"'
  ${EndIf}
  Pop $0
  StrCpy $1 0
  ${Do}
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ClearErrors
      Return
    ${EndIf}
    Sleep ${CLOSE_WAIT_MS}
    IntOp $1 $1 + 1
  ${LoopUntil} $1 >= ${CLOSE_TRIES}
  SetErrors
FunctionEnd
!macroend
!insertmacro CloseProgramFunction ""
!insertmacro CloseProgramFunction "un."

; One value given as /NAME=value. Quotes keep a slash in it from starting the next one.
!macro InstallDefault OPTION VALUE KIND
  ClearErrors
  ${GetOptions} $Arguments "/${OPTION}=" $Given
  ${IfNot} ${Errors}
    !if "${KIND}" == "number"
      ${If} $Given == "0"
      ${OrIf} $Given == "1"
        WriteRegDWORD HKLM "${DEFAULTS_KEY}" "${VALUE}" $Given
      ${Else}
        ; As a number it would be 0, which may be the opposite of what was meant. As text it is unusable, and reported.
        WriteRegStr HKLM "${DEFAULTS_KEY}" "${VALUE}" "$Given"
      ${EndIf}
    !else
      WriteRegStr HKLM "${DEFAULTS_KEY}" "${VALUE}" "$Given"
    !endif
  ${EndIf}
!macroend

; Windows shows notices only of a program whose shortcut has its name (AppUserModelID).
!macro NameShortcut LINK
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${LINK}",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*(&w128 "${APP_ID}")p.r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r3)p.r5'
        ${IPropertyStore::SetValue} $2 '($4,$5)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $3
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${LINK}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

Function .onInit
  !insertmacro Prepare

  !if "${ARCH}" == "arm64"
    ${IfNot} ${IsNativeARM64}
  !else
    ${IfNot} ${RunningX64}
  !endif
    !insertmacro Refuse 1633 "$(WrongComputer)"
  ${EndIf}

  ReadRegStr $0 HKLM "${INSTALL_KEY}" "${INSTALL_KIND_VALUE}"
  ${If} $0 == "msi"
    !insertmacro Refuse 1638 "$(ManagedByMsi)"
  ${EndIf}

  ReadRegStr $0 HKLM "${INSTALL_KEY}" "Version"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${NUMERIC_VERSION}" $1
    ClearErrors
    ${GetOptions} $Arguments "/ALLOWDOWNGRADE=" $Given
    ${If} $1 == 1
    ${AndIf} $Given != "1"
      !insertmacro Refuse 1638 "$(NewerThere)"
    ${EndIf}
  ${EndIf}

  ; It stays where it is, unless it is told a folder.
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 != ""
  ${AndIf} $INSTDIR == "$PROGRAMFILES64\${PRODUCT_NAME}"
    StrCpy $INSTDIR $0
  ${EndIf}
  ; A folder elsewhere takes the rights of its disk, which let everybody write. What leads upwards is resolved first.
  System::Call 'kernel32::GetFullPathName(t "$INSTDIR", i ${NSIS_MAX_STRLEN}, t.r0, p 0)i.r1'
  StrLen $1 "$PROGRAMFILES64\"
  StrCpy $2 $0 $1
  ${If} $2 != "$PROGRAMFILES64\"
    !insertmacro Refuse 1603 "$(Unprotected)"
  ${EndIf}
  StrCpy $INSTDIR $0
  ; An earlier setup may have been broken off between its two renames: then the only copy lies beside its place.
  ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
  ${AndIf} ${FileExists} "$INSTDIR.old\${PROGRAM}"
    Rename "$INSTDIR.old" "$INSTDIR"
    ClearErrors
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
    !insertmacro Refuse 1603 "$(NotOurFolder)"
  ${EndIf}
FunctionEnd

Section
  SetRegView 64
  SetShellVarContext all
  Call CloseProgram
  ${If} ${Errors}
    !insertmacro Refuse 1618 "$(StillRuns)"
  ${EndIf}

  ; The new version is complete before the old one leaves its place, and the old one comes back if the change fails.
  RMDir /r "$INSTDIR.new"
  SetOutPath "$INSTDIR.new"
  ClearErrors
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  ; By this the program knows that it may bring new versions by itself; what came with the MSI may not.
  FileOpen $0 "$INSTDIR.new\resources\package-type" w
  FileWrite $0 "nsis"
  FileClose $0
  ${If} ${Errors}
    SetOutPath "$WINDIR"
    RMDir /r "$INSTDIR.new"
    !insertmacro Refuse 1603 "$(Failed)"
  ${EndIf}
  SetOutPath "$WINDIR"
  ${If} ${FileExists} "$INSTDIR\*.*"
    RMDir /r "$INSTDIR.old"
    ClearErrors
    Rename "$INSTDIR" "$INSTDIR.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR.new"
      !insertmacro Refuse 1618 "$(StillRuns)"
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    ${If} ${FileExists} "$INSTDIR.old\${PROGRAM}"
      ClearErrors
      Rename "$INSTDIR.old" "$INSTDIR"
      ${If} ${Errors}
        !insertmacro Refuse 1603 "$(HalfDone)"
      ${EndIf}
    ${EndIf}
    RMDir /r "$INSTDIR.new"
    !insertmacro Refuse 1603 "$(Failed)"
  ${EndIf}
  RMDir /r "$INSTDIR.old"

  WriteRegStr HKLM "${INSTALL_KEY}" "${INSTALL_KIND_VALUE}" "nsis"
  WriteRegStr HKLM "${INSTALL_KEY}" "Version" "${NUMERIC_VERSION}"
  !insertmacro InstallDefaults

  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "${PRODUCT_NAME}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "${COMPANY_NAME}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" $0

  WriteRegStr HKLM "Software\Classes\${SCHEME}" "" "URL:${PRODUCT_NAME} meeting"
  WriteRegStr HKLM "Software\Classes\${SCHEME}" "URL Protocol" ""
  WriteRegStr HKLM "Software\Classes\${SCHEME}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKLM "Software\Classes\${SCHEME}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'

  SetOutPath "$INSTDIR"
  CreateShortCut "$SMPROGRAMS\${PRODUCT_NAME}.lnk" "$INSTDIR\${PROGRAM}"
  SetOutPath "$WINDIR"
  !insertmacro NameShortcut "$SMPROGRAMS\${PRODUCT_NAME}.lnk"

  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${FIREWALL_RULE}"'
  Pop $0
  ClearErrors
  ${GetOptions} $Arguments "/FIREWALL=" $Given
  ${If} $Given != "0"
    nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall add rule name="${FIREWALL_RULE}" dir=in action=allow program="$INSTDIR\${PROGRAM}" protocol=UDP profile=any enable=yes'
    Pop $0
  ${EndIf}

  !insertmacro Log "installed ${VERSION} in $INSTDIR"
  ; It starts no program: this is an administrator's session, perhaps of somebody else. Who asked for an update starts Parley again.
  SetErrorLevel 0
SectionEnd

Function un.onInit
  !insertmacro Prepare
FunctionEnd

Section "Uninstall"
  SetRegView 64
  SetShellVarContext all
  Call un.CloseProgram
  ${If} ${Errors}
    !insertmacro Refuse 1618 "$(StillRuns)"
  ${EndIf}
  SetOutPath "$WINDIR"
  ; The folder is ours alone: it is never installed into one that holds something else.
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    RMDir /r "$INSTDIR"
  ${EndIf}
  Delete "$SMPROGRAMS\${PRODUCT_NAME}.lnk"
  DeleteRegKey HKLM "Software\Classes\${SCHEME}"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  DeleteRegKey HKLM "${INSTALL_KEY}"
  DeleteRegKey /ifempty HKLM "Software\${COMPANY_NAME}"
  nsExec::Exec '"$SYSDIR\netsh.exe" advfirewall firewall delete rule name="${FIREWALL_RULE}"'
  Pop $0
  ClearErrors
  ${GetOptions} $Arguments "/REMOVEUSERDATA=" $Given
  ${If} $Given == "1"
    nsExec::Exec '"$SYSDIR\cmd.exe" ${REMOVE_USER_DATA}'
    Pop $0
  ${EndIf}
  !insertmacro Log "uninstalled ${VERSION}"
  SetErrorLevel 0
SectionEnd
