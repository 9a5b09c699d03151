// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restclient.h"
#include "tests/fuzz/fuzzinput.h"

#include <QJsonDocument>

using namespace tickstock;
using massive::RestClient;

/// An answer of the vendor's REST interface, taken for each of those that we ask for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QJsonDocument page = QJsonDocument::fromJson(fuzz::bytesOf(data, size));
    (void)RestClient::parseBars(page);
    (void)RestClient::parseGroupedDay(page, QDate(2025, 3, 10));
    (void)RestClient::parseSplits(page);
    (void)RestClient::parseServerTime(page);
    return 0;
}
