// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/universes/universedialog.h"

#include "core/config/universefile.h"
#include "core/types/threadcheck.h"
#include "ui/universes/universeeditor.h"
#include "ui/universes/universeimport.h"

#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace tickstock {

UniverseDialog::UniverseDialog(SymbolLists &symbolLists, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_symbolLists(symbolLists)
    , m_theme(theme)
    , m_filter(new QLineEdit(this))
    , m_lists(new QListWidget(this))
    , m_editor(new UniverseEditor(theme, this))
    , m_message(new QLabel(this))
    , m_delete(new QPushButton(tr("&Delete"), this))
    , m_import(new QPushButton(tr("&Import CSV\u2026"), this))
    , m_save(new QPushButton(tr("&Save"), this))
{
    setObjectName(QStringLiteral("universeDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setWindowTitle(tr("Symbol lists"));
    auto *columns = new QHBoxLayout;
    columns->addLayout(buildLists(), 2);
    columns->addWidget(m_editor, 3);
    m_message->setObjectName(QStringLiteral("universeMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(m_message);
    layout->addLayout(buildButtons());
    const QSize room = screen()->availableGeometry().size() - QSize(40, 60);
    resize(QSize(760, 520).boundedTo(room));

    connect(&m_symbolLists, &SymbolLists::universesRead, this, &UniverseDialog::setUniverses);
    connect(&m_symbolLists, &SymbolLists::notSaved, this, [this](const QString &problem) {
        m_closesWhenSaved = false;
        showMessage(tr("Not saved: %1").arg(problem), true);
    });
    connect(m_editor, &UniverseEditor::edited, this, &UniverseDialog::handleEdit);
    connect(&m_reader, &UniverseFileReader::finished, this, &UniverseDialog::offerImport);
    showEditor();
    m_symbolLists.readUniverses();
}

QLayout *UniverseDialog::buildLists()
{
    m_filter->setObjectName(QStringLiteral("universeFilter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter of the lists"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, this, &UniverseDialog::applyFilter);
    m_lists->setObjectName(QStringLiteral("universeLists"));
    m_lists->setAccessibleName(tr("Symbol lists"));
    connect(m_lists, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem *item) {
        if (item)
            showList(item->data(Qt::UserRole).toString());
    });
    auto *add = new QPushButton(tr("&New\u2026"), this);
    add->setObjectName(QStringLiteral("universeNew"));
    add->setAutoDefault(false);
    connect(add, &QPushButton::clicked, this, &UniverseDialog::askForKey);
    m_delete->setObjectName(QStringLiteral("universeDelete"));
    m_delete->setAutoDefault(false);
    connect(m_delete, &QPushButton::clicked, this, &UniverseDialog::askToDelete);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(m_delete);
    buttons->addStretch();
    auto *layout = new QVBoxLayout;
    layout->addWidget(m_filter);
    layout->addWidget(m_lists, 1);
    layout->addLayout(buttons);
    return layout;
}

QLayout *UniverseDialog::buildButtons()
{
    auto *close = new QPushButton(tr("&Close"), this);
    auto *layout = new QHBoxLayout;
    layout->addWidget(m_import);
    layout->addStretch();
    layout->addWidget(m_save);
    layout->addWidget(close);
    for (QPushButton *button : {m_import, m_save, close})
        button->setAutoDefault(false); // Enter belongs to the fields
    m_import->setObjectName(QStringLiteral("universeImport"));
    m_save->setObjectName(QStringLiteral("universeSave"));
    close->setObjectName(QStringLiteral("universeClose"));
    m_import->setToolTip(tr("Lists from a CSV file with a column Symbol"));
    m_save->setToolTip(tr("Every list that was edited"));
    connect(m_import, &QPushButton::clicked, this, &UniverseDialog::askForFile);
    connect(m_save, &QPushButton::clicked, this, &UniverseDialog::save);
    connect(close, &QPushButton::clicked, this, &UniverseDialog::reject);
    return layout;
}

void UniverseDialog::setUniverses(const Universes &universes)
{
    m_isRead = true;
    const bool hadEdits = m_drafts.hasEdits();
    m_drafts.setStored(universes);
    refreshLists();
    if (!hadEdits || m_drafts.hasEdits())
        return;
    showMessage(tr("Saved."), false);
    if (m_closesWhenSaved)
        QDialog::reject();
}

/// Stays with the list that is shown, or goes on to the next one if it is gone.
void UniverseDialog::refreshLists()
{
    const QStringList keys = m_drafts.keys();
    const QSignalBlocker blocker(m_lists);
    m_lists->clear();
    for (const QString &key : keys) {
        auto *item = new QListWidgetItem(labelOf(key), m_lists);
        item->setData(Qt::UserRole, key);
    }
    applyFilter();
    auto shown = std::lower_bound(keys.begin(), keys.end(), m_shown);
    if (shown == keys.end() && !keys.empty())
        --shown;
    showList(shown == keys.end() ? QString() : *shown);
}

void UniverseDialog::applyFilter()
{
    const QString wanted = m_filter->text().trimmed();
    for (int row = 0; row < m_lists->count(); ++row) {
        QListWidgetItem *item = m_lists->item(row);
        item->setHidden(!item->data(Qt::UserRole).toString().contains(wanted, Qt::CaseInsensitive));
    }
}

QString UniverseDialog::labelOf(const QString &key) const
{
    const QString label = tr("%1 (%2)").arg(key).arg(m_drafts.count(key));
    return m_drafts.isEdited(key) ? tr("%1, not saved").arg(label) : label;
}

void UniverseDialog::showList(const QString &key)
{
    m_shown = key;
    const QSignalBlocker blocker(m_lists);
    for (int row = 0; row < m_lists->count(); ++row) {
        if (m_lists->item(row)->data(Qt::UserRole).toString() == key && m_lists->currentRow() != row)
            m_lists->setCurrentRow(row);
    }
    showEditor();
}

void UniverseDialog::showEditor()
{
    if (!m_shown.isEmpty())
        m_editor->showList(m_shown, m_drafts.text(m_shown));
    else
        m_editor->showNothing(m_isRead ? tr("There is no list yet. Make a new one, or import some.")
                                       : tr("Reading the lists\u2026"));
    m_delete->setEnabled(!m_shown.isEmpty());
    m_save->setEnabled(m_drafts.hasEdits());
}

void UniverseDialog::handleEdit()
{
    m_closesWhenSaved = false;
    m_drafts.edit(m_shown, m_editor->text());
    if (QListWidgetItem *item = m_lists->currentItem())
        item->setText(labelOf(m_shown));
    showMessage({}, false);
    m_save->setEnabled(m_drafts.hasEdits());
}

void UniverseDialog::askForKey()
{
    auto *input = new QInputDialog(this);
    input->setObjectName(QStringLiteral("universeKey"));
    input->setAttribute(Qt::WA_DeleteOnClose);
    input->setWindowTitle(tr("New list"));
    input->setLabelText(tr("Name, as family:list"));
    connect(input, &QInputDialog::textValueSelected, this, &UniverseDialog::addList);
    input->open();
}

void UniverseDialog::addList(const QString &typed)
{
    const QString key = typed.trimmed();
    if (!isUniverseKey(key)) {
        showMessage(
            tr("\"%1\" is not a name for a list. It has the form family:list, out of letters, digits, \"_\", \"-\" and "
               "\".\".")
                .arg(shortened(key)),
            true);
        return;
    }
    const bool isKnown = m_drafts.contains(key);
    showMessage(isKnown ? tr("\"%1\" exists already.").arg(key) : QString(), true);
    if (!isKnown)
        m_drafts.edit(key, {});
    m_filter->clear();
    m_shown = key;
    refreshLists();
    m_editor->focusText();
}

void UniverseDialog::askToDelete()
{
    ask(tr("Delete the list %1 with its %n symbol(s)?", nullptr, static_cast<int>(m_drafts.count(m_shown)))
            .arg(m_shown),
        QMessageBox::Yes | QMessageBox::No, [this, key = m_shown](QMessageBox::StandardButton button) {
            if (button == QMessageBox::Yes)
                deleteList(key);
        });
}

void UniverseDialog::deleteList(const QString &key)
{
    m_drafts.discard(key);
    showMessage({}, false);
    refreshLists();
    if (m_drafts.isStored(key))
        m_symbolLists.saveUniverse(key, {});
}

void UniverseDialog::askForFile()
{
    auto *files = new QFileDialog(this, tr("Import symbol lists"), {}, tr("CSV files (*.csv);;All files (*)"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::ExistingFile);
    connect(files, &QFileDialog::fileSelected, this, &UniverseDialog::importFile);
    files->open();
}

void UniverseDialog::importFile(const QString &file)
{
    assertThreadOf(this);
    m_import->setEnabled(false);
    showMessage(tr("Reading %1\u2026").arg(file), false);
    m_reader.read(file);
}

void UniverseDialog::offerImport(const Expected<ImportedUniverses> &read)
{
    m_import->setEnabled(true);
    showMessage({}, false);
    if (!read) {
        showMessage(tr("The file cannot be imported: %1").arg(read.error().detail), true);
        return;
    }
    const UniverseOffer offer = offerOf(*read, m_drafts);
    if (offer.lists.empty()) {
        showMessage(offer.text, true);
        return;
    }
    ask(offer.text, QMessageBox::Yes | QMessageBox::No,
        [this, lists = offer.lists](QMessageBox::StandardButton button) {
            if (button == QMessageBox::Yes)
                takeOver(lists);
        });
}

void UniverseDialog::takeOver(const Universes &lists)
{
    for (const auto &[key, symbols] : lists)
        m_drafts.edit(key, editable(symbols));
    m_filter->clear();
    m_shown = lists.begin()->first;
    refreshLists();
    showMessage(m_drafts.hasEdits() ? tr("Imported. Save keeps it.") : tr("Nothing new in the file."), false);
}

/// Saves every draft that can be; the others stay, and the first of them is shown with the reason.
void UniverseDialog::save()
{
    showMessage({}, false);
    QString refused;
    for (const QString &key : m_drafts.editedKeys()) {
        const TypedSymbols typed = typedSymbols(m_drafts.text(key));
        if (typed.invalid.isEmpty() && !typed.symbols.isEmpty())
            m_symbolLists.saveUniverse(key, typed.symbols);
        else if (refused.isEmpty())
            refused = key;
    }
    if (refused.isEmpty())
        return;
    m_closesWhenSaved = false;
    showList(refused);
    showMessage(typedSymbols(m_drafts.text(refused)).invalid.isEmpty()
                    ? tr("%1 is not saved: it has no symbols. Delete it if it is not wanted.").arg(refused)
                    : tr("%1 is not saved: not everything in it is a symbol.").arg(refused),
                true);
}

void UniverseDialog::reject()
{
    assertThreadOf(this);
    m_closesWhenSaved = false;
    if (!m_drafts.hasEdits()) {
        QDialog::reject();
        return;
    }
    ask(tr("Not saved: %1").arg(named(m_drafts.editedKeys())),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, [this](QMessageBox::StandardButton button) {
            if (button == QMessageBox::Discard)
                QDialog::reject();
            if (button != QMessageBox::Save)
                return;
            m_closesWhenSaved = true;
            save();
        });
}

void UniverseDialog::showMessage(const QString &text, bool isTrouble)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    colour(m_message, isTrouble ? m_theme.warn : m_theme.dimText);
}

/// The answer comes later; until then the market goes on.
void UniverseDialog::ask(const QString &text, QMessageBox::StandardButtons buttons, const Answer &answer)
{
    auto *box = new QMessageBox(QMessageBox::Question, windowTitle(), text, buttons, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    connect(box, &QMessageBox::buttonClicked, this,
            [box, answer](QAbstractButton *button) { answer(box->standardButton(button)); });
    box->open();
}

} // namespace tickstock
