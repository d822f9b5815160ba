/* Test only: numpy asks ucrtbase for these when it is loaded, and Wine 8 stops the program at them. A struct of two
 * floats comes in a register, a struct of two doubles by its address (the x64 calling convention). */
typedef union { unsigned long long bits; float part[2]; } fcomplex;

__declspec(dllexport) float trial_crealf(fcomplex z) { return z.part[0]; }
__declspec(dllexport) float trial_cimagf(fcomplex z) { return z.part[1]; }
__declspec(dllexport) double trial_creal(const double *z) { return z[0]; }
__declspec(dllexport) double trial_cimag(const double *z) { return z[1]; }
