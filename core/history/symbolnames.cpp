// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/symbolnames.h"

#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcNames, "tickstock.names", QtInfoMsg)

} // namespace

SymbolNames::SymbolNames(Parts parts)
    : m_parts(std::move(parts))
{
    m_timer.setInterval(CheckedEvery);
    connect(&m_timer, &QTimer::timeout, this, &SymbolNames::check);
}

void SymbolNames::begin()
{
    assertThreadOf(this);
    m_timer.start();
    check();
}

void SymbolNames::check()
{
    assertThreadOf(this);
    const auto found = std::make_shared<SymbolListing>();
    m_parts.onStore(
        [found, known = m_listing->readAt](Storage &storage) {
            const auto time = storage.listingTime();
            if (!time || !time->isValid() || (known.isValid() && *time <= known))
                return;
            if (auto listing = storage.listing())
                *found = *std::move(listing);
        },
        [this, found] {
            if (found->readAt.isValid())
                take(found);
            else if (!m_isStored)
                store(m_listing);
            if (isDue())
                ask();
        });
}

/// A list of the future is one that was made by a wrong clock.
bool SymbolNames::isDue() const
{
    const Timestamp now = m_parts.wallNow();
    const bool isFresh =
        m_listing->readAt.isValid() && m_listing->readAt <= now + OneDay && now - m_listing->readAt < AskedEvery;
    return m_parts.rest && !m_isAsking && !isFresh;
}

void SymbolNames::ask()
{
    m_isAsking = true;
    m_parts.rest->tickers([this](const Expected<std::vector<ListedSymbol>> &answer) {
        m_isAsking = false;
        if (!answer || answer->empty()) { // a market without symbols is no answer either
            qCInfo(lcNames).noquote() << "the names of symbols stay as they were:"
                                      << (answer ? QStringLiteral("the vendor lists none") : answer.error().detail);
            return;
        }
        m_isStored = false;
        take(std::make_shared<SymbolListing>(SymbolListing{*answer, m_parts.wallNow()}));
        store(m_listing);
    });
}

void SymbolNames::take(std::shared_ptr<const SymbolListing> listing)
{
    m_listing = std::move(listing);
    Q_EMIT listed(m_listing);
}

void SymbolNames::store(const std::shared_ptr<const SymbolListing> &listing)
{
    const auto isStored = std::make_shared<bool>(false);
    m_parts.onStore(
        [isStored, listing](Storage &storage) {
            const auto saved = storage.saveListing(*listing);
            *isStored = static_cast<bool>(saved);
            if (!saved)
                qCWarning(lcNames).noquote() << "the names of symbols are not stored:" << saved.error().detail;
        },
        [this, isStored] { m_isStored = *isStored; });
}

} // namespace tickstock
