// SPDX-License-Identifier: MIT OR Apache-2.0
// Preloaded into cairnd: calls on files whose path contains a given text fail with EIO, as those of
// a disk that breaks. The file that CAIRN_EIO_CONTROL names says which and how often; it is mapped,
// so that what the test writes there counts at once, in a running process too.
#include "tests/torture/eio.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

using cairn::test::DiskErrors;

std::atomic<std::uint64_t> calls = 0;

const DiskErrors* control()
{
    static const DiskErrors* const mapped = []() -> const DiskErrors* {
        const char* path = std::getenv("CAIRN_EIO_CONTROL");
        const int file = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
        if (file < 0)
            return nullptr;
        void* memory = ::mmap(nullptr, sizeof(DiskErrors), PROT_READ, MAP_SHARED, file, 0);
        ::close(file);
        return memory == MAP_FAILED ? nullptr : static_cast<const DiskErrors*>(memory);
    }();
    return mapped;
}

/// A number for this call, from the seed and the calls before it.
std::uint64_t dice(std::uint64_t seed)
{
    std::uint64_t z = seed + 0x9e3779b97f4a7c15U * ++calls;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

bool fails(int file, std::uint32_t DiskErrors::*perMille)
{
    const DiskErrors* errors = control();
    if (!errors || !errors->isOn || dice(errors->seed) % 1000 >= errors->*perMille)
        return false;
    char link[32];
    char path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    if (!std::strstr(path, errors->path))
        return false;
    errno = EIO;
    return true;
}

template<typename Function> Function* next(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {

ssize_t read(int file, void* bytes, size_t length)
{
    static auto* const real = next<ssize_t(int, void*, size_t)>("read");
    return fails(file, &DiskErrors::readPerMille) ? -1 : real(file, bytes, length);
}

ssize_t pread(int file, void* bytes, size_t length, off_t at)
{
    static auto* const real = next<ssize_t(int, void*, size_t, off_t)>("pread");
    return fails(file, &DiskErrors::readPerMille) ? -1 : real(file, bytes, length, at);
}

ssize_t pread64(int file, void* bytes, size_t length, off64_t at)
{
    static auto* const real = next<ssize_t(int, void*, size_t, off64_t)>("pread64");
    return fails(file, &DiskErrors::readPerMille) ? -1 : real(file, bytes, length, at);
}

ssize_t write(int file, const void* bytes, size_t length)
{
    static auto* const real = next<ssize_t(int, const void*, size_t)>("write");
    return fails(file, &DiskErrors::writePerMille) ? -1 : real(file, bytes, length);
}

ssize_t pwrite(int file, const void* bytes, size_t length, off_t at)
{
    static auto* const real = next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    return fails(file, &DiskErrors::writePerMille) ? -1 : real(file, bytes, length, at);
}

ssize_t pwrite64(int file, const void* bytes, size_t length, off64_t at)
{
    static auto* const real = next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    return fails(file, &DiskErrors::writePerMille) ? -1 : real(file, bytes, length, at);
}

int fsync(int file)
{
    static auto* const real = next<int(int)>("fsync");
    return fails(file, &DiskErrors::syncPerMille) ? -1 : real(file);
}

int fdatasync(int file)
{
    static auto* const real = next<int(int)>("fdatasync");
    return fails(file, &DiskErrors::syncPerMille) ? -1 : real(file);
}
}
