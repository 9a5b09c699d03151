// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace tickstock::test {

/// All rows of a CSV file, plain or gzip, the header first. Empty when it cannot be read.
std::vector<QStringList> readCsv(const QString &path);

} // namespace tickstock::test
