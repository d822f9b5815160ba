/* Starts the bundled Python on the program: loads runtime\python312.dll and calls Py_Main with "-m main" and
 * the arguments as given. Built twice: with -mwindows for the double click, with a console for scripts. */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

typedef int (*py_main)(int, wchar_t **);

static int fail(const wchar_t *what)
{
    wchar_t text[1024];
    _snwprintf(text, 1023, L"程序文件不完整（%ls），请重新安装“年报校核”。", what);
    text[1023] = 0;
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", text);
#else
    MessageBoxW(NULL, text, L"年报校核", MB_OK | MB_ICONERROR);
#endif
    return 2;
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t path[32768];
    DWORD length = GetModuleFileNameW(NULL, path, 32700);
    if (length == 0 || length >= 32700) return fail(L"path");
    wchar_t *slash = wcsrchr(path, L'\\');
    if (slash == NULL) return fail(L"path");
    wcscpy(slash, L"\\runtime\\python312.dll");
    /* The altered search path lets the interpreter find its own DLLs beside it, in a folder of any name. */
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (python == NULL) return fail(L"python312.dll");
    py_main run = (py_main)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL) return fail(L"Py_Main");
    wchar_t **arguments = calloc((size_t)argc + 3, sizeof *arguments);
    if (arguments == NULL) return fail(L"memory");
    arguments[0] = argv[0];
    arguments[1] = L"-m";
    arguments[2] = L"main";
    for (int i = 1; i < argc; i++) arguments[i + 2] = argv[i];
    return run(argc + 2, arguments);
}
