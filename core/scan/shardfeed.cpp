// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/shardfeed.h"

#include "core/types/threadcheck.h"

namespace tickstock {

ShardFeed::ShardFeed(Options options, MessageBus &bus, SymbolTable &symbols)
    : RelayedFeed(std::move(options), bus, symbols)
{
}

ShardFeed::~ShardFeed() = default;

void ShardFeed::receive(const std::vector<QByteArray> &ticks)
{
    assertThreadOf(this);
    if (!isOpen())
        return;
    for (const QByteArray &json : ticks) {
        if (const auto tick = read(json))
            take(*tick);
    }
}

} // namespace tickstock
