// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>

namespace tickstock::fuzz {

/// The fuzzer's bytes without a copy; valid while the target runs.
inline QByteArray bytesOf(const std::uint8_t *data, std::size_t size)
{
    return QByteArray::fromRawData(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
}

/// A file in memory, for readers that want a path. Its name has no suffix. Used in one thread.
class MemoryFile
{
public:
    MemoryFile(const std::uint8_t *data, std::size_t size)
        : m_descriptor(memfd_create("fuzz", 0))
    {
        for (std::size_t done = 0; done < size;) {
            const auto written = write(m_descriptor, data + done, size - done);
            if (written <= 0)
                abort(); // of no use as a fuzzer
            done += static_cast<std::size_t>(written);
        }
    }
    ~MemoryFile() { close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(MemoryFile)

    QString path() const { return QStringLiteral("/proc/self/fd/%1").arg(m_descriptor); }

private:
    const int m_descriptor;
};

/// What a target demands of what it reads; a failure is a crash, with the input kept.
inline void demand(bool isTrue)
{
    if (!isTrue)
        __builtin_trap();
}

} // namespace tickstock::fuzz
