; The add-on 扫描件识别 of 年报校核. Built by installer/build.py, which passes the defines.
Unicode true
Target x86-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh

!define TITLE "年报校核 扫描件识别组件"
!define PROGRAM "Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao-scan"
!define STOP_RIGHTS 12
!define STOP_NO_PROGRAM 13

Name "${TITLE}"
OutFile "${OUTPUT}"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
InstallDir ""
ManifestDPIAware true
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT; numpy, onnxruntime, PP-OCRv4: licences"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TEXT "装上这个组件，年报校核可以直接打开扫描的 PDF 和照片。它装在年报校核的文件夹里，不联网。$\r$\n$\r$\n点“安装”继续。"
!define MUI_FINISHPAGE_TEXT "装好了。如果年报校核正开着，请关闭后重新打开，再打开扫描件。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Into the folder of the installed program, whoever it was installed for; /D= names the folder of a portable one.
Function .onInit
  SetRegView 64
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR HKCU "${PROGRAM}" "InstallLocation"
  ${EndIf}
  ${If} $INSTDIR == ""
    ReadRegStr $INSTDIR HKLM "${PROGRAM}" "InstallLocation"
    ${If} $INSTDIR != ""
      UserInfo::GetAccountType
      Pop $1
      ${If} $1 != "Admin"
        MessageBox MB_OK|MB_ICONSTOP "年报校核是给本机所有用户安装的，安装这个组件需要管理员权限。请用“以管理员身份运行”打开它。" /SD IDOK
        SetErrorLevel ${STOP_RIGHTS}
        Quit
      ${EndIf}
      SetShellVarContext all
    ${EndIf}
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\nianbao.exe"
    MessageBox MB_OK|MB_ICONSTOP "没有找到年报校核。请先安装年报校核，再安装这个组件。" /SD IDOK
    SetErrorLevel ${STOP_NO_PROGRAM}
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Section "install"
  ; The folder is this component's alone: the files of another version go first.
  RMDir /r "$INSTDIR\scan"
  SetOutPath "$INSTDIR\scan"
  File /r "${FOLDER}/*.*"
  WriteUninstaller "$INSTDIR\scan\卸载.exe"
  WriteRegStr SHCTX "${KEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\年报校核.exe"
  WriteRegStr SHCTX "${KEY}" "Publisher" "nianbao"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR\scan"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\scan\卸载.exe"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\scan\卸载.exe" /S'
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; $INSTDIR is the folder scan, and nothing else lies in it.
  ${If} ${FileExists} "$INSTDIR\models\*.onnx"
    RMDir /r "$INSTDIR\packages"
    RMDir /r "$INSTDIR\models"
    RMDir /r "$INSTDIR\licences"
  ${EndIf}
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  DeleteRegKey SHCTX "${KEY}"
SectionEnd
