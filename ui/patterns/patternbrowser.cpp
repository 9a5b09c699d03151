// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/patterns/patternbrowser.h"

#include "core/patterns/datablender.h"
#include "core/types/text.h"
#include "core/types/threadcheck.h"
#include "ui/common/emptytableview.h"
#include "ui/common/format.h"
#include "ui/patterns/boxdelegate.h"
#include "ui/patterns/patternmodel.h"
#include "ui/patterns/patternsketch.h"
#include "ui/patterns/patterntext.h"
#include "ui/patterns/recordmodel.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace tickstock {

namespace {

/// How many candles make up the shape of a candlestick pattern; 0 for other patterns.
int shapeOf(const PatternKind &kind)
{
    const auto found = std::find_if(candlestickPatterns().begin(), candlestickPatterns().end(),
                                    [&](const CandlestickPattern &pattern) { return pattern.name == kind.name; });
    return found == candlestickPatterns().end() ? 0 : found->bars;
}

/// Numbers of bars and minutes are whole, so their box takes whole steps.
void setUp(QDoubleSpinBox *box, const Parameter &parameter)
{
    const bool isWhole = parameter.unit.starts_with("bars") || parameter.unit.starts_with("minutes");
    box->setDecimals(isWhole ? 0 : 2);
    box->setSingleStep(isWhole ? 1 : 0.05);
    box->setRange(parameter.least, parameter.most);
    box->setKeyboardTracking(false);
}

} // namespace

PatternBrowser::PatternBrowser(PatternControl &patterns, const Theme &theme, const QString &symbol, QWidget *parent)
    : QDialog(parent)
    , m_patterns(patterns)
    , m_symbol(symbol)
    , m_model(new PatternModel(patterns.patternSettings(), this))
    , m_filtered(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QTableView(this))
    , m_title(new QLabel(this))
    , m_sketch(new PatternSketch(theme, this))
    , m_rule(new QLabel(this))
    , m_parameters(new QWidget(this))
    , m_recordTitle(new QLabel(this))
    , m_recordModel(new RecordModel(this))
    , m_record(new EmptyTableView(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Apply |
                                         QDialogButtonBox::RestoreDefaults | QDialogButtonBox::Cancel,
                                     this))
{
    setObjectName(QStringLiteral("patternBrowser"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *halves = new QSplitter(this);
    halves->addWidget(buildList());
    halves->addWidget(buildPage());
    halves->setStretchFactor(0, 1);
    halves->setStretchFactor(1, 1);
    halves->setChildrenCollapsible(false);
    connect(m_buttons, &QDialogButtonBox::accepted, this, [this] {
        apply();
        accept();
    });
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_buttons->button(QDialogButtonBox::Apply), &QPushButton::clicked, this, &PatternBrowser::apply);
    connect(m_buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            &PatternBrowser::restoreDefaults);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(halves, 1);
    layout->addWidget(m_buttons);
    resize(1'020, 640);
    takeSettings();
    connect(&patterns, &PatternControl::settingsRead, this, &PatternBrowser::takeSettings);

    connect(&patterns, &PatternControl::recordsRead, this, [this](const SymbolRecords &records) {
        if (records.symbol != m_symbol)
            return;
        m_records = records;
        showRecord();
    });
    if (!symbol.isEmpty())
        patterns.readRecords(symbol, patterns.patternSettings());
    m_list->setCurrentIndex(m_filtered->index(0, 0));
    m_filter->setFocus();
}

PatternBrowser::~PatternBrowser() = default;

QWidget *PatternBrowser::buildList()
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setPlaceholderText(tr("Find a pattern"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    m_list->setObjectName(QStringLiteral("patternList"));
    m_list->setModel(m_filtered);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    for (int column = PatternModel::Min1Column; column < PatternModel::ColumnCount; ++column)
        m_list->setItemDelegateForColumn(column, new BoxDelegate(m_list));
    m_list->setShowGrid(false);
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setDefaultSectionSize(m_list->fontMetrics().height() + 8);
    m_list->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->horizontalHeader()->setSectionResizeMode(PatternModel::NameColumn, QHeaderView::Stretch);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PatternBrowser::showCurrent);
    // Space switches a box, so the keyboard focus goes to a box, from the name and from the filter.
    connect(m_list, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() == PatternModel::NameColumn)
            m_list->setCurrentIndex(index.siblingAtColumn(PatternModel::Min5Column));
    });
    auto *down = new QShortcut(Qt::Key_Down, m_filter, nullptr, nullptr, Qt::WidgetShortcut);
    connect(down, &QShortcut::activated, this, [this] {
        m_list->setFocus(Qt::ShortcutFocusReason);
        m_list->setCurrentIndex(m_filtered->index(0, PatternModel::Min5Column));
    });
    auto *half = new QWidget(this);
    auto *layout = new QVBoxLayout(half);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    return half;
}

QWidget *PatternBrowser::buildPage()
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    for (QLabel *label : {m_title, m_rule, m_recordTitle}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_record->setModel(m_recordModel);
    m_record->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *page = new QWidget(scroll);
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(m_title);
    layout->addWidget(m_sketch);
    layout->addWidget(m_rule);
    layout->addWidget(m_parameters);
    layout->addWidget(m_recordTitle);
    layout->addWidget(m_record, 1);
    m_record->setMinimumHeight(150);
    scroll->setWidget(page);
    return scroll;
}

int PatternBrowser::currentRow() const
{
    const QModelIndex current = m_filtered->mapToSource(m_list->currentIndex());
    return current.isValid() ? current.row() : -1;
}

void PatternBrowser::select(const QString &pattern)
{
    assertThreadOf(this);
    const PatternKind *kind = patternKind(pattern.toStdString());
    if (!kind)
        return;
    m_filter->clear();
    const int row = static_cast<int>(kind - patternKinds().data());
    const QModelIndex index = m_filtered->mapFromSource(m_model->index(row, 0));
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void PatternBrowser::showCurrent()
{
    const int row = currentRow();
    if (row < 0)
        return;
    const PatternKind &kind = m_model->kindAt(row);
    m_title->setText(m_model->index(row, PatternModel::NameColumn).data().toString());
    m_rule->setText(patternRule(kind.name));
    m_sketch->show(sketchOf(kind.name), shapeOf(kind));
    m_sketch->setAccessibleName(tr("Drawing of %1").arg(m_title->text()));
    showParameters(row);
    showRecord();
}

/// Shows a row for each parameter and a column for each time frame.
void PatternBrowser::showParameters(int row)
{
    delete m_parameters->layout();
    qDeleteAll(m_parameters->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    const PatternKind &kind = m_model->kindAt(row);
    m_parameters->setVisible(!kind.parameters.empty());
    auto *grid = new QGridLayout(m_parameters);
    grid->setContentsMargins(0, 0, 0, 0);
    int column = 1;
    for (const Timeframe timeframe : DataBlender::Scanned) {
        if (!kind.timeframes.contains(timeframe))
            continue;
        grid->addWidget(new QLabel(format::timeframe(timeframe), m_parameters), 0, column);
        int line = 1;
        for (const Parameter &parameter : kind.parameters) {
            auto *box = new QDoubleSpinBox(m_parameters);
            setUp(box, parameter);
            box->setValue(*m_model->settings().parameter(kind.name, timeframe, parameter.name));
            box->setAccessibleName(format::words(parameter.name) + u' ' + format::timeframe(timeframe));
            box->setToolTip(tr("%1 to %2 %3; out of the box %4")
                                .arg(parameter.least)
                                .arg(parameter.most)
                                .arg(text(parameter.unit))
                                .arg(*PatternSettings().parameter(kind.name, timeframe, parameter.name)));
            connect(box, &QDoubleSpinBox::valueChanged, this,
                    [this, row, timeframe, key = parameter.name](double value) {
                        m_model->setParameter(row, timeframe, key, value);
                    });
            grid->addWidget(box, line++, column);
        }
        ++column;
    }
    int line = 1;
    for (const Parameter &parameter : kind.parameters)
        grid->addWidget(new QLabel(QStringLiteral("%1 (%2)").arg(format::words(parameter.name), text(parameter.unit)),
                                   m_parameters),
                        line++, 0);
    grid->setColumnStretch(column, 1);
}

void PatternBrowser::showRecord()
{
    const int row = currentRow();
    if (row < 0)
        return;
    if (!m_records) {
        m_recordTitle->setText(m_symbol.isEmpty() ? tr("No symbol is shown.")
                                                  : tr("Counting what followed on %1\u2026").arg(m_symbol));
        m_record->setEmptyText(QString());
        return;
    }
    m_recordTitle->setText(
        tr("Record on %1: %2 sessions of minutes and %3 days are stored. Mean change of price, and how many went its "
           "way: the past of this symbol, not a forecast.")
            .arg(m_symbol)
            .arg(m_records->sessions)
            .arg(m_records->days));
    m_record->setEmptyText(tr("It has not occurred in what is stored of %1.").arg(m_symbol));
    m_recordModel->show(*m_records, m_model->kindAt(row));
}

void PatternBrowser::takeSettings()
{
    const bool isKnown = m_patterns.hasReadSettings();
    setWindowTitle(isKnown ? tr("Patterns") : tr("Patterns \u2013 what is on is still being read"));
    m_model->setSettings(m_patterns.patternSettings());
    m_list->setEnabled(isKnown);
    m_parameters->setEnabled(isKnown);
    for (const auto button : {QDialogButtonBox::Ok, QDialogButtonBox::Apply, QDialogButtonBox::RestoreDefaults})
        m_buttons->button(button)->setEnabled(isKnown);
    showCurrent();
}

void PatternBrowser::restoreDefaults()
{
    m_model->setSettings(PatternSettings());
    showCurrent();
}

void PatternBrowser::apply()
{
    if (m_model->settings() != m_patterns.patternSettings())
        m_patterns.setPatternSettings(m_model->settings());
}

} // namespace tickstock
