/* Starts the bundled Python on the program: loads runtime\python312.dll and calls Py_Main with "-m main" and
 * the arguments as given. Built twice: with -mwindows for the double click, with a console for scripts.
 *
 * Whatever keeps the window from appearing is said in a sentence that names the cause: a Windows that is too old,
 * a file that is missing (antivirus programs put DLLs away without a word), or Python's own failure. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

typedef int (*py_main)(int, wchar_t **);
typedef LONG(WINAPI *get_version)(OSVERSIONINFOW *);

#define OLDEST_BUILD 17763 /* Windows 10 1809: what Qt 6.8 is made for */

/* What the window cannot open without; the folder's other files are Python's to miss. */
static const wchar_t *const needed[] = {
    L"runtime\\python312.dll",
    L"runtime\\python312.zip",
    L"runtime\\vcruntime140.dll",
    L"app\\main.py",
    L"app\\resources\\build.json",
    L"site-packages\\shiboken6\\shiboken6.abi3.dll",
    L"site-packages\\PySide6\\pyside6.abi3.dll",
    L"site-packages\\PySide6\\Qt6Core.dll",
    L"site-packages\\PySide6\\Qt6Gui.dll",
    L"site-packages\\PySide6\\Qt6Widgets.dll",
    L"site-packages\\PySide6\\QtCore.pyd",
    L"site-packages\\PySide6\\QtGui.pyd",
    L"site-packages\\PySide6\\QtWidgets.pyd",
    L"site-packages\\PySide6\\plugins\\platforms\\qwindows.dll",
};

static int fail(const wchar_t *text)
{
#ifdef CONSOLE
    /* UTF-8, as the program itself writes; the C library's wide output drops what its locale lacks. */
    static char bytes[8192];
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes - 1, NULL, NULL);
    if (size > 0) fprintf(stderr, "%s\n", bytes);
#else
    MessageBoxW(NULL, text, L"年报校核", MB_OK | MB_ICONERROR);
#endif
    return 2;
}

static int fail_with(const wchar_t *before, const wchar_t *what, const wchar_t *after)
{
    static wchar_t text[2048];
    _snwprintf(text, 2047, L"%ls%ls%ls", before, what, after);
    text[2047] = 0;
    return fail(text);
}

/* The true build number; GetVersionEx tells programs what they are known to support. */
static DWORD windows_build(void)
{
    OSVERSIONINFOW version = {0};
    version.dwOSVersionInfoSize = sizeof version;
    HMODULE system = GetModuleHandleW(L"ntdll.dll");
    get_version ask = system ? (get_version)(void *)GetProcAddress(system, "RtlGetVersion") : NULL;
    return ask != NULL && ask(&version) == 0 ? version.dwBuildNumber : OLDEST_BUILD;
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t path[32768];
    DWORD length = GetModuleFileNameW(NULL, path, 32000);
    if (length == 0 || length >= 32000)
        return fail(L"程序所在的文件夹路径太长，请把“年报校核”放到较短的路径下，例如 D:\\年报校核。");
    wchar_t *end = wcsrchr(path, L'\\') + 1;
    if (windows_build() < OLDEST_BUILD) {
        wchar_t build[16];
        _snwprintf(build, 16, L"%lu", (unsigned long)windows_build());
        return fail_with(L"这台电脑的 Windows 版本较旧（内部版本 ", build,
                         L"），本程序需要 Windows 10 的 1809（内部版本 17763）或更新的版本。请更新系统，或换一台电脑。");
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        wcscpy(end, needed[i]);
        if (GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
            return fail_with(L"程序缺少文件 ", needed[i],
                             L"，可能被杀毒软件隔离了。请在杀毒软件里恢复它并信任“年报校核”，或重新安装。"
                             L"历史记录不受影响。");
    }
    wcscpy(end, needed[0]);
    /* The altered search path lets the interpreter find its own DLLs beside it, in a folder of any name. */
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (python == NULL) {
        wchar_t code[16];
        _snwprintf(code, 16, L"%lu", (unsigned long)GetLastError());
        return fail_with(L"不能载入 runtime\\python312.dll（系统错误 ", code,
                         L"）。文件可能损坏或被安全软件阻止，请重新安装“年报校核”。");
    }
    py_main run = (py_main)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL) return fail(L"runtime\\python312.dll 不完整，请重新安装“年报校核”。");
    wchar_t **arguments = calloc((size_t)argc + 3, sizeof *arguments);
    if (arguments == NULL) return fail(L"内存不足，请关闭一些程序后再打开。");
    arguments[0] = argv[0];
    arguments[1] = L"-m";
    arguments[2] = L"main";
    for (int i = 1; i < argc; i++) arguments[i + 2] = argv[i];
    return run(argc + 2, arguments);
}
