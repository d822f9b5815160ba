; 年报校核: per-user installer, no administrator needed; /ALLUSERS installs for every user of the PC (administrators). Built by installer/build.py, which passes the defines.
Unicode true
; A 32-bit stub: a 32-bit Windows can start it and is told why not, instead of failing to load it.
Target x86-unicode
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include LogicLib.nsh
!include FileFunc.nsh

!define TITLE "年报校核"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao"
!define CLASS "nianbao.report"

Name "${TITLE}"
OutFile "${OUTPUT}"
!ifdef QUICK
SetCompress off
!else
SetCompressor /SOLID lzma
SetCompressorDictSize 64
!endif
RequestExecutionLevel user
; Empty unless /D= names a folder: .onInit chooses, because it depends on who it is for.
InstallDir ""
ManifestDPIAware true
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${TITLE}.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"
!define MUI_WELCOMEPAGE_TEXT "本程序检查并改正《政府信息公开工作年度报告》，安装在您自己的用户文件夹里，不需要管理员权限，也不联网。$\r$\n$\r$\n点“下一步”继续。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENSE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!define STOP_SYSTEM 10
!define STOP_RUNNING 11
!define STOP_RIGHTS 12

; Every kind of file that the program reads; a test holds this list against the readers'.
!macro EACH_KIND DO
  !insertmacro ${DO} "docx"
  !insertmacro ${DO} "docm"
  !insertmacro ${DO} "doc"
  !insertmacro ${DO} "wps"
  !insertmacro ${DO} "rtf"
  !insertmacro ${DO} "odt"
  !insertmacro ${DO} "pdf"
  !insertmacro ${DO} "ofd"
  !insertmacro ${DO} "html"
  !insertmacro ${DO} "htm"
  !insertmacro ${DO} "mht"
  !insertmacro ${DO} "mhtml"
  !insertmacro ${DO} "xlsx"
  !insertmacro ${DO} "xlsm"
  !insertmacro ${DO} "xlsb"
  !insertmacro ${DO} "xls"
  !insertmacro ${DO} "et"
  !insertmacro ${DO} "ods"
  !insertmacro ${DO} "txt"
  !insertmacro ${DO} "md"
  !insertmacro ${DO} "zip"
  !insertmacro ${DO} "jpg"
  !insertmacro ${DO} "jpeg"
  !insertmacro ${DO} "png"
  !insertmacro ${DO} "tif"
  !insertmacro ${DO} "tiff"
  !insertmacro ${DO} "bmp"
!macroend
!macro OFFER_KIND ENDING
  WriteRegStr SHCTX "Software\Classes\.${ENDING}\OpenWithProgids" "${CLASS}" ""
!macroend
!macro WITHDRAW_KIND ENDING
  DeleteRegValue SHCTX "Software\Classes\.${ENDING}\OpenWithProgids" "${CLASS}"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "本程序需要 64 位的 Windows 10 或 Windows 11，这台电脑是 32 位系统，不能安装。请换一台 64 位的电脑。" /SD IDOK
    SetErrorLevel ${STOP_SYSTEM}
    Quit
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "本程序需要 Windows 10 或 Windows 11，这台电脑的系统版本较低，不能安装。请换一台较新的电脑。" /SD IDOK
    SetErrorLevel ${STOP_SYSTEM}
    Quit
  ${EndIf}
  ${IfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "这台电脑的 Windows 10 版本较旧，本程序需要 1809（内部版本 17763）或更新的版本，不能安装。请更新系统，或换一台电脑。" /SD IDOK
    SetErrorLevel ${STOP_SYSTEM}
    Quit
  ${EndIf}
  ; Windows 10 on ARM starts this stub, but not the 64-bit program; 11 (build 22000) runs both.
  ${If} ${IsNativeARM64}
  ${AndIfNot} ${AtLeastBuild} 22000
    MessageBox MB_OK|MB_ICONSTOP "这台电脑是 ARM 处理器的 Windows 10，不能运行本程序。请升级到 Windows 11，或换一台电脑。" /SD IDOK
    SetErrorLevel ${STOP_SYSTEM}
    Quit
  ${EndIf}
  SetRegView 64
  ${GetParameters} $0
  StrCpy $1 ""
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $2
  ${IfNot} ${Errors}
    UserInfo::GetAccountType
    Pop $1
    ${If} $1 != "Admin"
      MessageBox MB_OK|MB_ICONSTOP "给本机所有用户安装需要管理员权限。请用“以管理员身份运行”打开命令窗口再安装，或去掉 /ALLUSERS，只给自己安装。" /SD IDOK
      SetErrorLevel ${STOP_RIGHTS}
      Quit
    ${EndIf}
    SetShellVarContext all
  ${EndIf}
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR SHCTX "${KEY}" "InstallLocation"
    ${If} $INSTDIR == ""
      ${If} $1 == "Admin"
        StrCpy $INSTDIR "$PROGRAMFILES64\nianbao"
      ${Else}
        StrCpy $INSTDIR "$LOCALAPPDATA\Programs\nianbao"
      ${EndIf}
    ${EndIf}
  ${EndIf}
FunctionEnd

; What was installed for all users is removed for all users.
Function un.onInit
  SetRegView 64
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    SetShellVarContext all
  ${EndIf}
FunctionEnd

; A file in use cannot be opened for writing: that is how a running copy shows.
!macro CHECK_RUNNING un
Function ${un}CheckRunning
  again:
  IfFileExists "$INSTDIR\${TITLE}.exe" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\runtime\python312.dll" a
  ${If} ${Errors}
    IfFileExists "$INSTDIR\runtime\python312.dll" 0 free
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE}正在运行。请先保存并关闭它，然后点“重试”。" /SD IDCANCEL IDRETRY again
    SetErrorLevel ${STOP_RUNNING}
    Quit
  ${EndIf}
  FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro CHECK_RUNNING ""
!insertmacro CHECK_RUNNING "un."

Section "install"
  Call CheckRunning
  ; An older version's files go first, wherever it was put: its own list is in its uninstaller, which works in place.
  ReadRegStr $4 SHCTX "${KEY}" "InstallLocation"
  ${If} $4 == ""
    StrCpy $4 "$INSTDIR"
  ${EndIf}
  ${If} ${FileExists} "$4\卸载.exe"
    ExecWait '"$4\卸载.exe" /S /KEEP _?=$4' $5
    ${If} $5 <> 0
      MessageBox MB_OK|MB_ICONEXCLAMATION "原来安装的${TITLE}正在运行，没有升级。请先保存并关闭它，然后重新安装。" /SD IDOK
      SetErrorLevel ${STOP_RUNNING}
      Quit
    ${EndIf}
    Delete "$4\卸载.exe"
    ; The add-on for scans goes where the program goes.
    ${If} ${FileExists} "$4\scan\卸载.exe"
    ${AndIf} $4 != $INSTDIR
      CreateDirectory "$INSTDIR"
      Rename "$4\scan" "$INSTDIR\scan"
      WriteRegStr SHCTX "${KEY}-scan" "InstallLocation" "$INSTDIR\scan"
      WriteRegStr SHCTX "${KEY}-scan" "UninstallString" '"$INSTDIR\scan\卸载.exe"'
      WriteRegStr SHCTX "${KEY}-scan" "QuietUninstallString" '"$INSTDIR\scan\卸载.exe" /S'
    ${EndIf}
    RMDir "$4"
  ${EndIf}
  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\卸载.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${TITLE}.exe" "" "$INSTDIR\${TITLE}.exe" 0
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${TITLE}.exe" "" "$INSTDIR\${TITLE}.exe" 0

  WriteRegStr SHCTX "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\${TITLE}.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "nianbao"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1

  ; Only under "打开方式": what a double click on a document opens stays as it is.
  WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "政府信息公开工作年度报告"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\${TITLE}.exe,0"
  WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${TITLE}.exe" "%1"'
  !insertmacro EACH_KIND OFFER_KIND
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Call un.CheckRunning
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/KEEP" $2
  ${If} ${Errors}
    StrCpy $2 "ask"
  ${Else}
    StrCpy $2 "keep"
  ${EndIf}
  !include "${LISTS}/remove.nsh"
  ${If} $2 != "keep"
  ${AndIf} ${FileExists} "$INSTDIR\scan\卸载.exe"
    ExecWait '"$INSTDIR\scan\卸载.exe" /S _?=$INSTDIR\scan'
    Delete "$INSTDIR\scan\卸载.exe"
    RMDir "$INSTDIR\scan"
  ${EndIf}
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  ${If} $2 == "keep"
    Goto done
  ${EndIf}
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  DeleteRegKey SHCTX "${KEY}"
  DeleteRegKey SHCTX "Software\Classes\${CLASS}"
  !insertmacro EACH_KIND WITHDRAW_KIND
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ; Back to the person's own folders: for all users $LOCALAPPDATA would be the machine's.
  SetShellVarContext current
  ; The history is the user's: it goes only when asked for, or by /PURGE in silent mode.
  ClearErrors
  ${GetOptions} $1 "/PURGE" $3
  ${IfNot} ${Errors}
    Goto purge
  ${EndIf}
  IfFileExists "$LOCALAPPDATA\nianbao\*.*" 0 done
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "历史记录和设置要一起删除吗？删除后不能恢复。$\r$\n一般选“否”，以后重新安装还能接着用。" /SD IDNO IDYES purge
  Goto done
  purge:
  RMDir /r "$LOCALAPPDATA\nianbao"
  done:
SectionEnd
