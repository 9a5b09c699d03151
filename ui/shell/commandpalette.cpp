// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/commandpalette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

#include <algorithm>

namespace tickstock {

namespace {

QString plain(QString text)
{
    return text.remove(u'&').remove(QStringLiteral("\u2026"));
}

/// How well a command fits what was typed: beginnings of words count more than their insides, and most at the end of
/// the path. -1: not at all.
int rankOf(const QString &path, const QStringList &parts)
{
    const auto name = path.lastIndexOf(u'\u203a');
    int rank = 0;
    for (const QString &part : parts) {
        const auto beginsAWord = [&](qsizetype from) {
            for (auto at = path.indexOf(part, from, Qt::CaseInsensitive); at >= 0;
                 at = path.indexOf(part, at + 1, Qt::CaseInsensitive)) {
                if (at == 0 || !path[at - 1].isLetterOrNumber())
                    return true;
            }
            return false;
        };
        if (!path.contains(part, Qt::CaseInsensitive))
            return -1;
        rank += beginsAWord(name) ? 2 : beginsAWord(0) ? 1 : 0;
    }
    return rank;
}

} // namespace

CommandPalette::CommandPalette(const QMenuBar &menus, QWidget *parent)
    : QDialog(parent)
    , m_text(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Commands"));
    m_text->setPlaceholderText(tr("Parts of a command: \"chart bars\", \"log\""));
    m_text->setAccessibleName(tr("Search commands"));
    m_text->installEventFilter(this);
    m_list->setAccessibleName(tr("Commands"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_text);
    layout->addWidget(m_list);
    connect(m_text, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_text, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::run);
    for (QAction *action : menus.actions()) {
        if (action->menu())
            collect(action->menu(), plain(action->text()));
    }
    filter({});
    resize(560, 420);
}

void CommandPalette::collect(const QMenu *menu, const QString &path)
{
    for (QAction *action : menu->actions()) {
        const QString name = path + QStringLiteral(" \u203a ") + plain(action->text());
        if (action->menu())
            collect(action->menu(), name);
        else if (!action->isSeparator() && action->isEnabled() && !action->text().isEmpty())
            m_commands.push_back({name, action});
    }
}

void CommandPalette::filter(const QString &text)
{
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    std::vector<std::pair<int, std::size_t>> found; // how well, which
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        const int rank = rankOf(m_commands[i].path, parts);
        if (rank >= 0 && m_commands[i].action)
            found.emplace_back(rank, i);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    m_list->clear();
    for (const auto &[rank, i] : found) {
        const QString keys = m_commands[i].action->shortcut().toString(QKeySequence::NativeText);
        const QString &path = m_commands[i].path;
        auto *item = new QListWidgetItem(keys.isEmpty() ? path : tr("%1  (%2)").arg(path, keys), m_list);
        item->setData(Qt::UserRole, static_cast<int>(i));
    }
    if (found.empty())
        (new QListWidgetItem(tr("No command is called so."), m_list))->setFlags(Qt::NoItemFlags);
    m_list->setCurrentRow(parts.isEmpty() || found.empty() ? -1 : 0); // Enter alone runs nothing
}

/// Arrows move through the list while the text has the keyboard.
bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

/// What is run may open a dialog of its own, so this one goes first.
void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item || !(item->flags() & Qt::ItemIsEnabled)) // or it says that there is none
        return;
    const QPointer<QAction> action = m_commands[item->data(Qt::UserRole).toUInt()].action;
    accept();
    if (action)
        action->trigger();
}

} // namespace tickstock
