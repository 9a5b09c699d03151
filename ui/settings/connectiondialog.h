// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/settingsdraft.h"
#include "core/interfaces/connectioncontrol.h"
#include "core/interfaces/symbollists.h"
#include "ui/common/theme.h"

#include <QDialog>

class QDialogButtonBox;
class QLabel;
class QTabWidget;

namespace tickstock {

class AccessPage;
class RoutingPage;
class SlotPage;
class TestPage;

/// Where connections are set up and tested. Works on a draft; what is saved takes effect when the caller applies it.
/// Not modal: the market goes on behind it. GUI thread.
class ConnectionDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param connections runs the tests; must outlive the dialog
    /// @param lists has the symbol lists; must outlive the dialog
    ConnectionDialog(SettingsDraft draft, ConnectionControl &connections, SymbolLists &lists, const Theme &theme,
                     QWidget *parent = nullptr);

    /// Shows one connection, with the test started if wanted.
    void openAt(ConnectionId connection, bool test);
    void done(int result) override;
    void showKeyState(const QString &text);

Q_SIGNALS:
    /// The draft is consistent and shall take effect. @p key nothing: the key stays as it is.
    void saved(const tickstock::SettingsDraft &draft, const std::optional<QString> &key);

private:
    void handleEdit();
    void showProblem();
    void runTest();
    void cancelTest();
    void save();

    SettingsDraft m_draft;
    ConnectionControl &m_connections;
    SymbolLists &m_lists;
    QTabWidget *m_tabs;
    SlotPage *m_slots;
    RoutingPage *m_routing;
    AccessPage *m_access;
    TestPage *m_test;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
    ConnectionId m_tested;
};

} // namespace tickstock
