/* Test only, never shipped: Wine 8 has no windows.ui.dll, and Qt asks it for the system's colours.
 * One activation factory whose instance answers every UISettings call with a fixed colour. */
#define COBJMACROS
#define INITGUID
#include <windows.h>
#include <initguid.h>
#include <inspectable.h>
#include <activation.h>

typedef struct { BYTE a, r, g, b; } colour;

static HRESULT WINAPI query(void *self, REFIID iid, void **out) { (void)iid; *out = self; return S_OK; }
static ULONG WINAPI keep(void *self) { (void)self; return 2; }
static HRESULT WINAPI iids(void *self, ULONG *count, IID **list) { (void)self; *count = 0; *list = NULL; return S_OK; }
static HRESULT WINAPI name(void *self, HSTRING *text) { (void)self; *text = NULL; return S_OK; }
static HRESULT WINAPI trust(void *self, TrustLevel *level) { (void)self; *level = BaseTrust; return S_OK; }
/* IUISettings3: the kind of colour, then where it goes; background white, foreground black, else blue. */
static HRESULT WINAPI colour_of(void *self, int kind, colour *out)
{
    (void)self;
    colour c = {255, 0, 120, 215};
    if (kind == 0) c = (colour){255, 255, 255, 255};
    if (kind == 1) c = (colour){255, 0, 0, 0};
    *out = c;
    return S_OK;
}
static HRESULT WINAPI add_handler(void *self, void *handler, INT64 *token) { (void)self; (void)handler; *token = 1; return S_OK; }
static HRESULT WINAPI remove_handler(void *self, INT64 token) { (void)self; (void)token; return S_OK; }

static const void *settings_table[] = {query, keep, keep, iids, name, trust, colour_of, add_handler, remove_handler};
static struct { const void *table; } settings = {settings_table};

static HRESULT WINAPI activate(void *self, void **out) { (void)self; *out = &settings; return S_OK; }
static const void *factory_table[] = {query, keep, keep, iids, name, trust, activate};
static struct { const void *table; } factory = {factory_table};

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING class, void **out)
{
    (void)class;
    *out = &factory;
    return S_OK;
}
