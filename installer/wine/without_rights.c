/* Trial only: runs a command as a person who is no administrator, and ends with its exit code. Wine's own person always
 * is one; the group Administrators is switched off in the token of the new process. */
#include <wchar.h>
#include <windows.h>

int wmain(void)
{
    HANDLE token, lesser;
    BYTE group[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof group, code = 0;
    SID_AND_ATTRIBUTES off = {group, 0};
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION made;
    wchar_t *command = wcschr(GetCommandLineW(), L' '); /* behind this program's own name, which has no blank */
    if (command == NULL) return 101;
    while (*command == L' ') command++;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token)) return 102;
    if (!CreateWellKnownSid(WinBuiltinAdministratorsSid, NULL, group, &size)) return 103;
    if (!CreateRestrictedToken(token, 0, 1, &off, 0, NULL, 0, NULL, &lesser)) return 104;
    if (!CreateProcessAsUserW(lesser, NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &made)) return 105;
    WaitForSingleObject(made.hProcess, INFINITE);
    GetExitCodeProcess(made.hProcess, &code);
    return (int)code;
}
