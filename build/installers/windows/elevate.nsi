; elevate.exe <program> <arguments>: starts a program as an administrator, asking the person. The updater starts the setup program of
; a new version with it; by itself it asks for nothing.
;
; Given by build/dist/windows/nsis.ts: OUT, ICON, NUMERIC_VERSION, and generated.nsh.

Unicode true
RequestExecutionLevel user
SilentInstall silent
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "generated.nsh"

Name "${PRODUCT_NAME}"
OutFile "${OUT}"
Icon "${ICON}"
VIProductVersion "${NUMERIC_VERSION}.0"
VIAddVersionKey ProductName "${PRODUCT_NAME}"
VIAddVersionKey CompanyName "${COMPANY_NAME}"
VIAddVersionKey FileDescription "${PRODUCT_NAME} setup as administrator"
VIAddVersionKey FileVersion "${NUMERIC_VERSION}"
VIAddVersionKey LegalCopyright "${COPYRIGHT}"

Section
  ${GetParameters} $0
  ; The program's path, in quotes where it has spaces, and what comes after it.
  StrCpy $1 $0 1
  ${If} $1 == '"'
    StrCpy $2 '"'
    StrCpy $3 1
  ${Else}
    StrCpy $2 ' '
    StrCpy $3 0
  ${EndIf}
  StrCpy $4 $3
  ${Do}
    StrCpy $5 $0 1 $4
    ${If} $5 == ""
    ${OrIf} $5 == $2
      ${ExitDo}
    ${EndIf}
    IntOp $4 $4 + 1
  ${Loop}
  IntOp $6 $4 - $3
  StrCpy $7 $0 $6 $3
  IntOp $4 $4 + 1
  StrCpy $8 $0 "" $4
  ClearErrors
  ExecShell "runas" "$7" "$8"
  ${If} ${Errors}
    SetErrorLevel 1602
  ${EndIf}
SectionEnd
