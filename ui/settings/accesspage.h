// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingsdraft.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace tickstock {

/// The key, the addresses, and what kinds of events are subscribed. The key is typed here and kept elsewhere. GUI
/// thread.
class AccessPage final : public QWidget
{
    Q_OBJECT

public:
    explicit AccessPage(SettingsDraft &draft, QWidget *parent = nullptr);

    /// Nothing if the key stays as it is; empty to remove it.
    std::optional<QString> typedKey() const;
    /// The key to test with: the typed one, else the one in use.
    QString keyInUse() const;
    /// How the key is kept, or why it cannot be.
    void showKeyState(const QString &text);

Q_SIGNALS:
    void edited();

private:
    SettingsDraft &m_draft;
    QLineEdit *m_key;
    QLabel *m_keyState;
    bool m_removesKey = false;
};

} // namespace tickstock
