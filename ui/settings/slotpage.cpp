// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/slotpage.h"

#include "core/config/settingstable.h"
#include "core/types/threadcheck.h"
#include "ui/settings/lockedfield.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSet>
#include <QSpinBox>

namespace tickstock {

namespace {

constexpr int Slots = int(MaxConnections);

QString slotKey(int slot, const char *part)
{
    return QStringLiteral("WEBSOCKET_CONNECTION_%1_%2").arg(slot).arg(QLatin1String(part));
}

/// The list shows "family:list (50)"; several may be joined by commas.
QString universeKeys(const QString &text)
{
    QStringList keys;
    for (const QString &part : splitList(text))
        keys.append(part.section(QStringLiteral(" ("), 0, 0).trimmed());
    return keys.join(u',');
}

} // namespace

SlotPage::SlotPage(SettingsDraft &draft, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_list(new QListWidget(this))
    , m_enabled(new QCheckBox(tr("&Use this connection"), this))
    , m_name(new QLineEdit(this))
    , m_universe(new QComboBox(this))
    , m_symbols(new QPlainTextEdit(this))
    , m_priority(new QSpinBox(this))
    , m_count(new QLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    m_list->setObjectName(QStringLiteral("slotList"));
    m_list->setFixedWidth(fontMetrics().averageCharWidth() * 22);
    m_list->setAccessibleName(tr("Connections"));
    for (int slot = 1; slot <= Slots; ++slot)
        m_list->addItem(QString());
    layout->addWidget(m_list);

    auto *form = new QFormLayout;
    form->addRow(m_enabled);
    form->addRow(tr("&Name"), m_name);
    m_universe->setObjectName(QStringLiteral("slotUniverse"));
    m_universe->setEditable(true);
    m_universe->setInsertPolicy(QComboBox::NoInsert);
    m_universe->lineEdit()->setPlaceholderText(tr("family:list, several with commas"));
    form->addRow(tr("&Universe"), m_universe);
    m_symbols->setObjectName(QStringLiteral("slotSymbols"));
    m_symbols->setPlaceholderText(tr("AAPL, MSFT, BRK.B \u2013 used when there is no universe"));
    m_symbols->setTabChangesFocus(true);
    m_symbols->setMaximumHeight(fontMetrics().height() * 6);
    form->addRow(tr("&Symbols"), m_symbols);
    const SettingType &priority = *settingOf(slotKey(1, "PRIORITY")).type;
    m_priority->setRange(priority.lowest, priority.highest);
    m_priority->setToolTip(tr("Lower is better: for priority routing, and for who takes over"));
    form->addRow(tr("&Priority"), m_priority);
    m_count->setObjectName(QStringLiteral("slotCount"));
    m_count->setWordWrap(true);
    m_count->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    form->addRow(m_count);
    layout->addLayout(form, 1);

    connect(m_list, &QListWidget::currentRowChanged, this, &SlotPage::showSlot);
    connect(m_enabled, &QCheckBox::toggled, this, [this](bool on) { store(key("ENABLED"), flagText(on)); });
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) { store(key("NAME"), text.trimmed()); });
    connect(m_universe, &QComboBox::currentTextChanged, this,
            [this](const QString &text) { store(key("UNIVERSE_KEY"), universeKeys(text)); });
    connect(m_symbols, &QPlainTextEdit::textChanged, this,
            [this] { store(key("SYMBOLS"), splitSymbols(m_symbols->toPlainText()).join(u',')); });
    connect(m_priority, &QSpinBox::valueChanged, this,
            [this](int value) { store(key("PRIORITY"), QString::number(value)); });
    m_list->setCurrentRow(0);
}

void SlotPage::setUniverses(const Universes &universes)
{
    assertThreadOf(this);
    m_universes = universes;
    showSlot();
}

void SlotPage::select(int slot)
{
    assertThreadOf(this);
    m_list->setCurrentRow(slot - 1);
}

int SlotPage::selected() const
{
    assertThreadOf(this);
    return m_list->currentRow() + 1;
}

QString SlotPage::key(const char *part) const
{
    return slotKey(selected(), part);
}

void SlotPage::store(const QString &key, const QString &value)
{
    if (m_isShowing)
        return;
    m_draft.set(key, value);
    refreshList();
    showCount();
    Q_EMIT edited();
}

void SlotPage::showSlot()
{
    m_isShowing = true;
    m_enabled->setChecked(isOn(selected()));
    m_name->setText(m_draft.text(key("NAME")));
    m_name->setPlaceholderText(settingOf(key("NAME")).defaultText);
    m_universe->clear();
    m_universe->addItem(QString());
    for (const auto &[name, symbols] : m_universes)
        m_universe->addItem(tr("%1 (%2)").arg(name).arg(symbols.size()));
    const QString universe = m_draft.text(key("UNIVERSE_KEY"));
    const int known = m_universe->findText(universe + u' ', Qt::MatchStartsWith);
    if (!universe.isEmpty() && known > 0)
        m_universe->setCurrentIndex(known);
    else
        m_universe->setEditText(universe);
    m_symbols->setPlainText(splitList(m_draft.text(key("SYMBOLS"))).join(QStringLiteral(", ")));
    m_priority->setValue(m_draft.textOrDefault(key("PRIORITY")).toInt());
    lockIfSetElsewhere(m_enabled, m_draft, key("ENABLED"));
    lockIfSetElsewhere(m_name, m_draft, key("NAME"));
    lockIfSetElsewhere(m_universe, m_draft, key("UNIVERSE_KEY"));
    lockIfSetElsewhere(m_symbols, m_draft, key("SYMBOLS"));
    lockIfSetElsewhere(m_priority, m_draft, key("PRIORITY"));
    m_isShowing = false;
    refreshList();
    showCount();
}

void SlotPage::refreshList()
{
    for (int slot = 1; slot <= Slots; ++slot) {
        m_list->item(slot - 1)->setText(
            tr("C%1 %2%3")
                .arg(slot)
                .arg(m_draft.textOrDefault(slotKey(slot, "NAME")), isOn(slot) ? QString() : tr(" (off)")));
    }
}

bool SlotPage::isOn(int slot) const
{
    return m_draft.isOn(slotKey(slot, "ENABLED"));
}

QStringList SlotPage::symbolsOf(int slot) const
{
    if (!isOn(slot))
        return {};
    QStringList symbols;
    for (const QString &name : splitList(m_draft.text(slotKey(slot, "UNIVERSE_KEY")))) {
        const auto universe = m_universes.find(name);
        if (universe != m_universes.end())
            symbols += universe->second;
    }
    if (symbols.isEmpty())
        symbols = splitList(m_draft.text(slotKey(slot, "SYMBOLS")));
    symbols.removeDuplicates();
    return symbols;
}

void SlotPage::showCount()
{
    const QStringList symbols = symbolsOf(selected());
    QStringList lines{tr("%n symbol(s).", nullptr, static_cast<int>(symbols.size()))};
    for (const QString &name : splitList(m_draft.text(key("UNIVERSE_KEY")))) {
        if (!m_universes.contains(name))
            lines.append(tr("There is no universe \"%1\".").arg(name));
    }
    for (int other = 1; other < selected(); ++other) {
        const QStringList theirs = symbolsOf(other);
        const QSet<QString> taken(theirs.begin(), theirs.end());
        const auto shared = std::count_if(symbols.begin(), symbols.end(),
                                          [&](const QString &symbol) { return taken.contains(symbol); });
        if (shared > 0)
            lines.append(
                tr("%n of them are on C%1 already and stay there.", nullptr, static_cast<int>(shared)).arg(other));
    }
    const bool areSeveral = m_draft.isOn(QStringLiteral("USE_MULTI_CONNECTION"));
    if (selected() > 1 && !areSeveral && isOn(selected()))
        lines.append(tr("Not used: \"Use several connections\" is off (tab Routing)."));
    m_count->setText(lines.join(u'\n'));
}

} // namespace tickstock
