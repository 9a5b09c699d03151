// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace tickstock {

/// What stands at which height of a pane: prices, or an indicator's values. Pure geometry; y in device-independent
/// pixels, downwards.
class PriceScale
{
public:
    enum class Mode {
        Linear,
        Logarithmic, ///< equal distances are equal ratios; falls back to linear where a value is not above zero
        Percent      ///< linear, labelled as change since the first bar on screen
    };

    void setRange(double top, double bottom);
    double top() const { return m_top; }
    double bottom() const { return m_bottom; }
    double height() const { return m_bottom - m_top; }

    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    bool isLogarithmic() const { return m_mode == Mode::Logarithmic && m_low > 0; }

    /// High values at the bottom.
    bool isInverted() const { return m_isInverted; }
    void setInverted(bool isInverted) { m_isInverted = isInverted; }

    /// Follows what is on screen, until the user takes hold of it.
    bool isAutomatic() const { return m_isAutomatic; }
    void setAutomatic(bool isAutomatic) { m_isAutomatic = isAutomatic; }

    void setValues(double low, double high);
    /// Leaves @p above and @p below of the height free: shares of it.
    void fit(double low, double high, double above, double below);
    double low() const { return m_low; }
    double high() const { return m_high; }
    double yOf(double value) const;
    double valueOf(double y) const;

    /// Larger or smaller about the middle; by hand from here on.
    void stretch(double factor);
    /// By so many pixels downwards; by hand from here on.
    void shift(double pixels);

private:
    double toLinear(double value) const;
    double fromLinear(double linear) const;
    void setLinear(double low, double high);

    Mode m_mode = Mode::Linear;
    bool m_isAutomatic = true;
    bool m_isInverted = false;
    double m_top = 0, m_bottom = 1;
    double m_low = 0, m_high = 1;
    double m_linearLow = 0, m_linearHigh = 1; // the same as it is drawn
};

} // namespace tickstock
