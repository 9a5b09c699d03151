// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/symbollists.h"
#include "core/types/expected.h"
#include "ui/common/theme.h"
#include "ui/universes/universedrafts.h"

#include <QDialog>
#include <QMessageBox>

#include <functional>
#include <memory>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QThread;

namespace tickstock {

struct ImportedUniverses;

/// The symbol lists of the store: looking at them, editing, adding, removing, importing. What is edited stays a draft
/// until it is saved and is never lost without asking. Modal, so that nothing replaces the window meanwhile.
class UniverseDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param symbolLists has the lists; must outlive the dialog
    UniverseDialog(SymbolLists &symbolLists, const Theme &theme, QWidget *parent = nullptr);
    ~UniverseDialog() override;

    /// Reads the file in a thread of its own, shows what is in it, and takes it over as drafts if that is wanted.
    void importFile(const QString &file);
    /// Whatever way the dialog is closed, it asks first if something is not saved.
    void reject() override;

private:
    using Answer = std::function<void(QMessageBox::StandardButton)>;

    QLayout *buildLists();
    QLayout *buildEditor();
    QLayout *buildButtons();
    void setUniverses(const Universes &universes);
    void refreshLists();
    void applyFilter();
    void showList(const QString &key);
    void showCount();
    void handleEdit();
    void askForKey();
    void addList(const QString &typed);
    void askToDelete();
    void deleteList(const QString &key);
    void askForFile();
    void offerImport(const Expected<ImportedUniverses> &read);
    void takeOver(const Universes &lists);
    void save();
    void say(const QString &text, bool isTrouble);
    void ask(const QString &text, QMessageBox::StandardButtons buttons, const Answer &answer);
    QString labelOf(const QString &key) const;

    SymbolLists &m_symbolLists;
    const Theme m_theme;
    UniverseDrafts m_drafts;
    QString m_shown; // key of the list in the editor
    bool m_isRead = false;
    bool m_isShowing = false;       // the editor is being filled, nothing was edited
    bool m_closesWhenSaved = false; // the store's answer is awaited
    std::unique_ptr<QThread> m_reader;
    QLineEdit *m_filter;
    QListWidget *m_lists;
    QLabel *m_title;
    QPlainTextEdit *m_symbols;
    QLabel *m_count;
    QLabel *m_message;
    QPushButton *m_delete;
    QPushButton *m_import;
    QPushButton *m_save;
};

} // namespace tickstock
