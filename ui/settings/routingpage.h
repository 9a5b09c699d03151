// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/connectioncontrol.h"
#include "ui/settings/slotpage.h"

class QFormLayout;
class QTableWidget;

namespace tickstock {

/// How symbols are spread: one or several connections, strategy, tiers, critical symbols, limits, failover; with a
/// preview of what every connection would carry. GUI thread.
class RoutingPage final : public QWidget
{
    Q_OBJECT

public:
    /// @param connections knows how symbols are spread; must outlive the page
    RoutingPage(SettingsDraft &draft, const ConnectionControl &connections, QWidget *parent = nullptr);

    void setUniverses(const Universes &universes);
    /// Also after something was edited elsewhere.
    void refresh();

Q_SIGNALS:
    void edited();

private:
    /// A check box for a flag, else a line of text.
    void addField(const QString &label, const QString &key, const QString &hint = {});
    void addFlag(const QString &text, const QString &key);
    void addText(const QString &label, const QString &key, const QString &hint);
    void setUpPreview();
    void store(const QString &key, const QString &value);
    void showPreview();

    SettingsDraft &m_draft;
    const ConnectionControl &m_connections;
    Universes m_universes;
    QLabel *m_explanation;
    QComboBox *m_strategy;
    QTableWidget *m_preview;
    QLabel *m_warnings;
    QFormLayout *m_form;
};

} // namespace tickstock
