// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QString>

#include <cstdint>

namespace tickstock {

/// Notices by the numbers of a sender's ticks what has been missed of them, and what comes twice. A value.
class SequenceFollower
{
public:
    enum class Step {
        Next,      ///< nothing is missing before it
        AfterHole, ///< something is missing, or may be: what another run of the sender did not send is not known
        Repeated   ///< this one has come before
    };

    /// @param origin the run of the sender
    Step follow(const QString &origin, std::int64_t number);

private:
    QHash<QString, std::int64_t> m_last; // number of each origin
};

} // namespace tickstock
