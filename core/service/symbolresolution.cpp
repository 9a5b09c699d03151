// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

namespace tickstock {

namespace {

Expected<QStringList> universes(const QString &keys, Storage &storage)
{
    QStringList symbols;
    for (const QString &key : splitList(keys)) {
        const auto list = storage.universe(key);
        if (!list) {
            if (list.error().code != ErrorCode::NotFound)
                return list.error();
            const auto known = storage.universeKeys();
            return Error{ErrorCode::NotFound,
                         QStringLiteral("there is no universe '%1'; known are %2")
                             .arg(key, known ? (*known).join(QStringLiteral(", ")) : QStringLiteral("none"))};
        }
        symbols += *list;
    }
    return symbols;
}

Expected<QStringList> ofSlot(const ConnectionSlot &slot, Storage &storage)
{
    if (!slot.universeKey.isEmpty())
        return universes(slot.universeKey, storage);
    return slot.symbols;
}

} // namespace

Expected<QStringList> resolveSymbols(const Settings &settings, Storage &storage)
{
    QStringList symbols;
    if (!settings.universeKey.isEmpty()) {
        auto found = universes(settings.universeKey, storage);
        if (!found)
            return found.error();
        symbols = *std::move(found);
    } else {
        for (std::size_t i = 0; i < settings.connections.size(); ++i) {
            const ConnectionSlot &slot = settings.connections[i];
            const bool counts = i == 0 || (settings.useMultiConnection && slot.enabled);
            if (!counts)
                continue;
            const auto found = ofSlot(slot, storage);
            if (!found)
                return found.error();
            symbols += *found;
        }
    }
    symbols.removeDuplicates();
    return symbols;
}

} // namespace tickstock
