// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternsettings.h"

#include "core/types/text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>

namespace tickstock {

namespace {

constexpr Timeframes Everywhere{Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily};
constexpr Timeframes NotOnMinutes{Timeframe::Min5, Timeframe::Min15, Timeframe::Daily};

/// The candlesticks that are on out of the box. Of all 61, about two are found on every minute; these are rarer and
/// widely known.
constexpr std::array OnByDefault{"3BLACKCROWS", "3INSIDE",     "3OUTSIDE",       "3WHITESOLDIERS", "ABANDONEDBABY",
                                 "ENGULFING",   "EVENINGSTAR", "DARKCLOUDCOVER", "HAMMER",         "KICKING",
                                 "MORNINGSTAR", "PIERCING",    "SHOOTINGSTAR"};

struct CandleSettingName
{
    const char *name;
    CandleSetting CandleSettings::*setting;
};
constexpr double MostFactor = 1'000;
constexpr std::array CandleSettingNames{
    CandleSettingName{"long_body", &CandleSettings::longBody},
    CandleSettingName{"short_body", &CandleSettings::shortBody},
    CandleSettingName{"doji_body", &CandleSettings::dojiBody},
    CandleSettingName{"long_shadow", &CandleSettings::longShadow},
    CandleSettingName{"very_long_shadow", &CandleSettings::veryLongShadow},
    CandleSettingName{"short_shadow", &CandleSettings::shortShadow},
    CandleSettingName{"very_short_shadow", &CandleSettings::veryShortShadow},
    CandleSettingName{"near", &CandleSettings::nearDistance},
    CandleSettingName{"far", &CandleSettings::farDistance},
    CandleSettingName{"equal", &CandleSettings::equalDistance},
};

std::vector<PatternKind> makeKinds()
{
    std::vector<PatternKind> kinds;
    for (const CandlestickPattern &pattern : candlestickPatterns()) {
        const bool isOnByDefault =
            std::find(OnByDefault.begin(), OnByDefault.end(), pattern.taLibName) != OnByDefault.end();
        std::span<const Parameter> parameters;
        if (pattern.penetration > 0)
            parameters = PenetrationParameter;
        kinds.push_back({pattern.name,
                         pattern.name,
                         {},
                         pattern.taLibName,
                         parameters,
                         Everywhere,
                         isOnByDefault ? NotOnMinutes : Timeframes{}});
    }
    for (const PricePatternType &type : pricePatterns())
        kinds.push_back(
            {type.name, type.shortName, type.furtherName, {}, type.parameters, type.timeframes, type.onByDefault});
    return kinds;
}

/// Reads settings from JSON; what cannot be used is left out and named in the list of problems.
class SettingsReader
{
public:
    explicit SettingsReader(QStringList &problems)
        : m_problems(problems)
    {
    }

    void read(const QJsonDocument &document)
    {
        if (!document.isObject())
            complain(QStringLiteral("it holds no object"));
        const QJsonObject root = document.object();
        for (const QString &key : root.keys()) {
            if (key != u"patterns" && key != u"candles")
                complain(QStringLiteral("%1 is unknown").arg(key));
        }
        readPatterns(objectOf(root[u"patterns"], QStringLiteral("patterns")));
        readCandles(objectOf(root[u"candles"], QStringLiteral("candles")));
    }
    const PatternSettings &settings() const { return m_settings; }

private:
    void complain(const QString &what) { m_problems.append(what); }

    /// An absent object is empty; anything else that is no object is a problem.
    QJsonObject objectOf(const QJsonValue &value, const QString &name)
    {
        if (!value.isObject() && !value.isUndefined())
            complain(name + QStringLiteral(" is no object"));
        return value.toObject();
    }

    void readPatterns(const QJsonObject &patterns)
    {
        for (auto pattern = patterns.begin(); pattern != patterns.end(); ++pattern) {
            const QJsonObject timeframes = objectOf(pattern.value(), pattern.key());
            for (auto place = timeframes.begin(); place != timeframes.end(); ++place)
                readPlace(pattern.key(), place.key(), place.value());
        }
    }

    void readPlace(const QString &pattern, const QString &timeframeText, const QJsonValue &value)
    {
        const std::string name = pattern.toStdString();
        const auto timeframe = timeframeFromText(timeframeText.toStdString());
        const PatternKind *kind = patternKind(name);
        if (!kind || !timeframe || !kind->timeframes.contains(*timeframe)) {
            complain(QStringLiteral("there is no %1 on %2").arg(pattern, timeframeText));
            return;
        }
        const QString where = QStringLiteral("%1 on %2").arg(pattern, timeframeText);
        const QJsonObject values = objectOf(value, where);
        for (auto each = values.begin(); each != values.end(); ++each) {
            if (each.key() == u"on" && each.value().isBool())
                m_settings.setOn(name, *timeframe, each.value().toBool());
            else if (each.key() == u"on")
                complain(QStringLiteral("%1: on must be true or false").arg(where));
            else if (!m_settings.setParameter(name, *timeframe, each.key().toStdString(),
                                              each.value().toDouble(NoValue)))
                complain(QStringLiteral("%1: %2 is unknown or out of bounds").arg(where, each.key()));
        }
    }

    void readCandles(const QJsonObject &candles)
    {
        for (const QString &key : candles.keys()) {
            const bool isKnown =
                std::any_of(CandleSettingNames.begin(), CandleSettingNames.end(),
                            [&key](const CandleSettingName &each) { return key == QLatin1String(each.name); });
            if (!isKnown || !candles[key].isArray() || candles[key].toArray().size() != 2)
                complain(QStringLiteral("candles: %1 is unknown, or not a number of bars and a factor").arg(key));
        }
        CandleSettings settings;
        for (const CandleSettingName &each : CandleSettingNames) {
            const QJsonArray value = candles[QLatin1String(each.name)].toArray();
            if (value.size() != 2)
                continue;
            const CandleSetting setting{value[0].toInt(-1), value[1].toDouble(NoValue)};
            if (setting.bars < 0 || setting.bars > CandleSettings::MostBars ||
                !(setting.factor >= 0 && setting.factor <= MostFactor))
                complain(QStringLiteral("candles: %1 is out of bounds").arg(QLatin1String(each.name)));
            else
                settings.*each.setting = setting;
        }
        m_settings.setCandles(settings);
    }

    QStringList &m_problems;
    PatternSettings m_settings;
};

} // namespace

const std::vector<PatternKind> &patternKinds()
{
    static const std::vector<PatternKind> kinds = makeKinds();
    return kinds;
}

const PatternKind *patternKind(std::string_view name)
{
    const auto &kinds = patternKinds();
    const auto found = std::find_if(kinds.begin(), kinds.end(), [name](const PatternKind &kind) {
        return kind.name == name || kind.shortName == name || (!name.empty() && kind.furtherName == name);
    });
    return found == kinds.end() ? nullptr : &*found;
}

std::string_view patternName(std::string_view name)
{
    const PatternKind *kind = patternKind(name);
    if (!kind)
        return {};
    for (const std::string_view own : {kind->name, kind->shortName}) {
        if (own == name)
            return own;
    }
    return kind->furtherName;
}

PatternSettings::PatternSettings() = default;

PatternSettings PatternSettings::everywhere() const
{
    PatternSettings all = *this;
    for (const PatternKind &kind : patternKinds()) {
        for (const Timeframe timeframe : {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily})
            all.setOn(kind.name, timeframe, true);
    }
    return all;
}

bool PatternSettings::isOn(std::string_view pattern, Timeframe timeframe) const
{
    const PatternKind *kind = patternKind(pattern);
    if (!kind || !kind->timeframes.contains(timeframe))
        return false;
    const auto set = m_isOn.find({std::string(kind->name), timeframe});
    return set == m_isOn.end() ? kind->onByDefault.contains(timeframe) : set->second;
}

void PatternSettings::setOn(std::string_view pattern, Timeframe timeframe, bool isOn)
{
    const PatternKind *kind = patternKind(pattern);
    if (!kind || !kind->timeframes.contains(timeframe))
        return;
    const Place place(kind->name, timeframe);
    if (kind->onByDefault.contains(timeframe) == isOn)
        m_isOn.erase(place);
    else
        m_isOn[place] = isOn;
}

std::optional<double> PatternSettings::parameter(std::string_view pattern, Timeframe timeframe,
                                                 std::string_view name) const
{
    const PatternKind *kind = patternKind(pattern);
    if (!kind)
        return std::nullopt;
    for (const Parameter &parameter : kind->parameters) {
        if (parameter.name != name)
            continue;
        const auto set = m_parameters.find({{std::string(kind->name), timeframe}, std::string(name)});
        if (set != m_parameters.end())
            return set->second;
        const auto candlestick = std::find_if(candlestickPatterns().begin(), candlestickPatterns().end(),
                                              [&](const CandlestickPattern &each) { return each.name == kind->name; });
        return candlestick == candlestickPatterns().end() ? parameter.value : candlestick->penetration;
    }
    return std::nullopt;
}

bool PatternSettings::setParameter(std::string_view pattern, Timeframe timeframe, std::string_view name, double value)
{
    const PatternKind *kind = patternKind(pattern);
    if (!kind || !kind->timeframes.contains(timeframe))
        return false;
    ParameterValues values(kind->parameters);
    if (!values.set(name, value))
        return false;
    const std::pair key{Place(kind->name, timeframe), std::string(name)};
    m_parameters.erase(key);
    if (parameter(pattern, timeframe, name) != value)
        m_parameters[key] = value;
    return true;
}

ParameterValues PatternSettings::values(const PricePatternType &type, Timeframe timeframe) const
{
    ParameterValues values(type.parameters);
    for (const Parameter &each : type.parameters)
        values.set(each.name, *parameter(type.name, timeframe, each.name));
    return values;
}

double PatternSettings::penetration(const CandlestickPattern &pattern, Timeframe timeframe) const
{
    return parameter(pattern.name, timeframe, PenetrationParameter[0].name).value_or(0);
}

QByteArray PatternSettings::toJson() const
{
    QJsonObject patterns;
    const auto at = [&patterns](const Place &place) {
        return patterns[text(place.first)][text(toText(place.second))].toObject();
    };
    const auto put = [&patterns](const Place &place, const QJsonObject &value) {
        QJsonObject timeframes = patterns[text(place.first)].toObject();
        timeframes[text(toText(place.second))] = value;
        patterns[text(place.first)] = timeframes;
    };
    for (const auto &[place, isOn] : m_isOn) {
        QJsonObject value = at(place);
        value[u"on"] = isOn;
        put(place, value);
    }
    for (const auto &[key, number] : m_parameters) {
        QJsonObject value = at(key.first);
        value[text(key.second)] = number;
        put(key.first, value);
    }
    QJsonObject candles;
    for (const CandleSettingName &each : CandleSettingNames) {
        const CandleSetting setting = m_candles.*each.setting;
        if (setting != CandleSettings().*each.setting)
            candles[QLatin1String(each.name)] = QJsonArray{setting.bars, setting.factor};
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("patterns"), patterns}, {QStringLiteral("candles"), candles}})
        .toJson();
}

Expected<PatternSettings> PatternSettings::fromJson(const QByteArray &json, QStringList *problems)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return Error{ErrorCode::BadInput, QStringLiteral("pattern settings: ") + error.errorString()};
    QStringList ignored;
    SettingsReader reader(problems ? *problems : ignored);
    reader.read(document);
    return reader.settings();
}

} // namespace tickstock
