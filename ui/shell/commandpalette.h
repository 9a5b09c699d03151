// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>
#include <QPointer>

#include <vector>

class QAction;
class QLineEdit;
class QListWidget;
class QMenu;
class QMenuBar;

namespace tickstock {

/// Everything the menus offer, found by typing any parts of its name. GUI thread.
class CommandPalette final : public QDialog
{
    Q_OBJECT

public:
    /// @param menus of standing actions, complete without being opened
    CommandPalette(const QMenuBar &menus, QWidget *parent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Command
    {
        QString path; ///< "Chart > Style > Bars"
        QPointer<QAction> action;
    };

    void collect(const QMenu *menu, const QString &path);
    void filter(const QString &text);
    void run();

    std::vector<Command> m_commands;
    QLineEdit *m_text;
    QListWidget *m_list;
};

} // namespace tickstock
