// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/gzcsv.h"

#include <zlib.h>

#include <array>

namespace tickstock::test {

std::vector<QStringList> readCsv(const QString &path)
{
    std::vector<QStringList> rows;
    gzFile file = gzopen(path.toLocal8Bit().constData(), "rb");
    if (!file)
        return rows;
    std::array<char, 8192> line;
    while (gzgets(file, line.data(), line.size()))
        rows.push_back(QString::fromUtf8(line.data()).trimmed().split(u','));
    gzclose(file);
    return rows;
}

} // namespace tickstock::test
