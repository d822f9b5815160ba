/* Versions of glibc's functions as they were before 2.29, so that the interpreter runs on UOS 20 (glibc 2.28).
 * The newer exp, exp2, log, log2 and pow differ in setting errno only, which Python does by itself. */
__asm__(".symver exp,exp@@OLD_GLIBC@");
__asm__(".symver exp2,exp2@@OLD_GLIBC@");
__asm__(".symver log,log@@OLD_GLIBC@");
__asm__(".symver log2,log2@@OLD_GLIBC@");
__asm__(".symver pow,pow@@OLD_GLIBC@");
