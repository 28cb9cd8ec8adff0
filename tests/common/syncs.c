/* Preloaded into the program: its syncs take time or are refused, and one write stands still.
 *
 *   SYNC_SECS     seconds that each sync takes
 *   SYNC_ONE      the number of the only one that does (from 1), if not all
 *   WRITE_SECS    seconds that one write into a recording takes
 *   WRITE_ONE     its number (from 1)
 *   FOLDER_ERRNO  what the sync of a folder fails with
 *   FILE_ERRNO    what the sync of a file fails with
 *   SYNC_LOG      a file that gets a line for each sync
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

static double number(const char *name) {
    const char *value = getenv(name);
    return value ? atof(value) : 0.0;
}

static void wait_for(double secs) {
    if (secs <= 0.0) return;
    struct timespec left = {(time_t)secs, (long)((secs - (time_t)secs) * 1e9)};
    while (nanosleep(&left, &left) && errno == EINTR) {}
}

static atomic_int syncs, writes;

static int sync_slowly(const char *name, int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct stat about;
    int is_folder = !fstat(fd, &about) && S_ISDIR(about.st_mode);
    int nth = atomic_fetch_add(&syncs, 1) + 1;
    const char *log = getenv("SYNC_LOG");
    FILE *file = log ? fopen(log, "a") : NULL;
    if (file) {
        fprintf(file, "%s %s\n", name, is_folder ? "folder" : "file");
        fclose(file);
    }
    int only = (int)number("SYNC_ONE");
    if (only == 0 || only == nth) wait_for(number("SYNC_SECS"));
    int refusal = (int)number(is_folder ? "FOLDER_ERRNO" : "FILE_ERRNO");
    if (refusal) {
        errno = refusal;
        return -1;
    }
    return real(fd);
}

int fsync(int fd) { return sync_slowly("fsync", fd); }
int fdatasync(int fd) { return sync_slowly("fdatasync", fd); }

static ssize_t write_slowly(const char *name, int fd, const void *bytes, size_t count, off_t at) {
    ssize_t (*real)(int, const void *, size_t, off_t) =
        (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, name);
    int nth = atomic_fetch_add(&writes, 1) + 1;
    if (nth == (int)number("WRITE_ONE")) wait_for(number("WRITE_SECS"));
    return real(fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return write_slowly("pwrite", fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off_t at) {
    return write_slowly("pwrite64", fd, bytes, count, at);
}
