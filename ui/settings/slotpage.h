// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingsdraft.h"
#include "ui/universes/universetext.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QSpinBox;

namespace tickstock {

/// The three connections: on or off, name, universe or symbols, priority; with the number of symbols as it is typed,
/// and how many of them another connection has already. GUI thread.
class SlotPage final : public QWidget
{
    Q_OBJECT

public:
    explicit SlotPage(SettingsDraft &draft, QWidget *parent = nullptr);

    void setUniverses(const Universes &universes);
    void select(int slot);
    int selected() const;

Q_SIGNALS:
    void edited();

private:
    QString key(const char *part) const;
    void showSlot();
    void store(const QString &key, const QString &value);
    void showCount();
    void refreshList();
    bool isOn(int slot) const;
    QStringList symbolsOf(int slot) const;

    SettingsDraft &m_draft;
    Universes m_universes;
    bool m_isShowing = false; // fields are being filled, nothing was edited
    QListWidget *m_list;
    QCheckBox *m_enabled;
    QLineEdit *m_name;
    QComboBox *m_universe;
    QPlainTextEdit *m_symbols;
    QSpinBox *m_priority;
    QLabel *m_count;
};

} // namespace tickstock
