/* A uname() that answers with a stock Debian kernel: preloaded into the lab's programs, so that what they
 * say of their kernel (DHCP vendor class, UPnP SERVER, CUPS User-Agent) does not describe the recording machine. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

int uname(struct utsname *name) {
    int result = syscall(SYS_uname, name);
    if (result == 0) {
        strcpy(name->release, "6.1.0-28-amd64");
        strcpy(name->version, "#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)");
    }
    return result;
}
