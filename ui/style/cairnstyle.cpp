// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/style/cairnstyle.h"

#include "ui/style/cairnscrollbar.h"
#include "ui/style/theme.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleOption>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

constexpr char lookProperty[] = "cairnLook";
constexpr qreal radius = 6;

Look lookOf(const QWidget* widget)
{
    return widget ? Look(widget->property(lookProperty).toInt()) : Look::Plain;
}

/// Outlines are drawn on half pixels, else they come out two pixels wide and grey.
QRectF outline(const QRect& rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

} // namespace

void setLook(QPushButton* button, Look look)
{
    button->setProperty(lookProperty, int(look));
    button->update();
}

CairnStyle::CairnStyle()
    : QProxyStyle(u"Fusion"_s)
{ }

void CairnStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QPushButton*>(widget) || qobject_cast<QScrollBar*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void CairnStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        return drawButton(*option, painter, widget);
    case PE_PanelButtonTool:
        return drawToolButton(*option, painter);
    case PE_PanelLineEdit:
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget); edit && edit->hasFrame())
            return drawField(*option, painter);
        break;
    case PE_IndicatorCheckBox:
        return drawTickBox(*option, painter);
    case PE_PanelItemViewItem:
        return drawRow(*option, painter);
    case PE_PanelItemViewRow:
        return;
    case PE_Frame:
        return drawFrame(*option, painter);
    case PE_IndicatorHeaderArrow:
        return drawSortArrow(*option, painter, widget);
    case PE_FrameFocusRect:
        // A selected row shows by its ground that it has the focus.
        if (!qobject_cast<const QAbstractItemView*>(widget))
            drawFocus(*option, painter);
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void CairnStyle::drawButton(const QStyleOption& option, QPainter* painter, const QWidget* widget)
{
    const QPalette& palette = option.palette;
    const bool enabled = option.state & State_Enabled;
    QColor fill = palette.color(QPalette::Button);
    QColor line = Theme::mix(palette.color(QPalette::ButtonText), fill, 0.22);
    if (enabled && lookOf(widget) == Look::Primary)
        fill = line = palette.color(QPalette::Highlight);
    if (enabled && lookOf(widget) == Look::Danger)
        line = Theme::tone(Tone::Bad, palette);
    const QColor ink = palette.color(QPalette::ButtonText);
    if (option.state & (State_Sunken | State_On))
        fill = Theme::mix(ink, fill, 0.16);
    else if (enabled && (option.state & State_MouseOver))
        fill = Theme::mix(ink, fill, 0.07);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line);
    painter->setBrush(fill);
    painter->drawRoundedRect(outline(option.rect), radius, radius);
    painter->restore();
}

void CairnStyle::drawToolButton(const QStyleOption& option, QPainter* painter)
{
    const qreal part = option.state & (State_Sunken | State_On)            ? 0.14
        : (option.state & State_MouseOver && option.state & State_Enabled) ? 0.07
                                                                           : 0.0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor fill = option.palette.color(QPalette::WindowText);
    fill.setAlphaF(float(part));
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(option.rect, radius, radius);
    painter->restore();
}

void CairnStyle::drawField(const QStyleOption& option, QPainter* painter)
{
    const QPalette& palette = option.palette;
    const bool focused = option.state & State_HasFocus;
    const bool readOnly = option.state & State_ReadOnly;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(palette.color(readOnly ? QPalette::AlternateBase : QPalette::Base));
    painter->setPen(focused ? QPen(palette.color(QPalette::Link), 1.5)
                            : QPen(Theme::mix(palette.color(QPalette::Text),
                                              palette.color(QPalette::Base), 0.3)));
    painter->drawRoundedRect(outline(option.rect), radius, radius);
    painter->restore();
}

// Fusion's outline is darker than its ground, and on a dark one not to be seen.
void CairnStyle::drawTickBox(const QStyleOption& option, QPainter* painter)
{
    const QPalette& palette = option.palette;
    const bool enabled = option.state & State_Enabled;
    const bool ticked = option.state & State_On;
    const QColor base = palette.color(QPalette::Base);
    const QColor ink = palette.color(QPalette::Text);
    QColor fill = ticked && enabled ? palette.color(QPalette::Highlight) : base;
    if (option.state & State_Sunken)
        fill = Theme::mix(ink, fill, 0.16);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(ticked && enabled ? fill : Theme::mix(ink, base, enabled ? 0.5 : 0.25));
    painter->setBrush(fill);
    const QRectF box = outline(option.rect);
    painter->drawRoundedRect(box, radius / 2, radius / 2);
    if (ticked) {
        const auto at = [&box](qreal x, qreal y) {
            return box.topLeft() + QPointF(x * box.width(), y * box.height());
        };
        const QPointF tick[] = {at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.28)};
        painter->setPen(QPen(palette.color(enabled ? QPalette::HighlightedText : QPalette::Text),
                             box.width() / 8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(tick, int(std::size(tick)));
    }
    painter->restore();
}

void CairnStyle::drawRow(const QStyleOption& option, QPainter* painter)
{
    const QPalette& palette = option.palette;
    const QColor base = palette.color(QPalette::Base);
    const bool active = option.state & State_Active;
    if (option.state & State_Selected)
        painter->fillRect(
            option.rect,
            Theme::mix(palette.color(QPalette::Active, QPalette::Link), base, active ? 0.2 : 0.1));
    else if (option.state & State_MouseOver)
        painter->fillRect(option.rect, Theme::mix(palette.color(QPalette::Text), base, 0.035));
    painter->save();
    painter->setPen(Theme::mix(palette.color(QPalette::Text), base, 0.09));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->restore();
}

void CairnStyle::drawSortArrow(const QStyleOption& option, QPainter* painter, const QWidget* widget)
{
    const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(&option);
    if (!header || header->sortIndicator == QStyleOptionHeader::None)
        return;
    constexpr qreal reach = 3.5;
    // Fusion gives it a place at the top of the header; the words stand in its middle.
    const QPointF middle(option.rect.center().x(),
                         (widget ? widget->rect() : option.rect).center().y());
    const qreal tip = header->sortIndicator == QStyleOptionHeader::SortUp ? reach / 2 : -reach / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option.palette.color(QPalette::PlaceholderText), 1.5));
    painter->drawPolyline(QPolygonF{middle + QPointF(-reach, -tip), middle + QPointF(0, tip),
                                    middle + QPointF(reach, -tip)});
    painter->restore();
}

/// Around lists in dialogs; one that has the focus says so as a field does.
void CairnStyle::drawFrame(const QStyleOption& option, QPainter* painter)
{
    const QPalette& palette = option.palette;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(
        option.state & State_HasFocus
            ? QPen(palette.color(QPalette::Link), 1.5)
            : QPen(Theme::mix(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.3)));
    painter->drawRect(outline(option.rect));
    painter->restore();
}

QRect CairnStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                 SubControl part, const QWidget* widget) const
{
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        control == CC_ScrollBar && bar)
        return scrollBarPart(*bar, part);
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void CairnStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        control == CC_ScrollBar && bar)
        return drawScrollBar(*bar, painter);
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void CairnStyle::drawFocus(const QStyleOption& option, QPainter* painter)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(option.palette.color(QPalette::Link), 2));
    painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius - 1, radius - 1);
    painter->restore();
}

void CairnStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const
{
    if (element == CE_PushButtonLabel && lookOf(widget) != Look::Plain) {
        auto label = *qstyleoption_cast<const QStyleOptionButton*>(option);
        label.palette.setColor(QPalette::Active, QPalette::ButtonText,
                               lookOf(widget) == Look::Primary
                                   ? label.palette.color(QPalette::HighlightedText)
                                   : Theme::tone(Tone::Bad, label.palette));
        label.palette.setColor(QPalette::Inactive, QPalette::ButtonText,
                               label.palette.color(QPalette::Active, QPalette::ButtonText));
        return QProxyStyle::drawControl(element, &label, painter, widget);
    }
    if (element == CE_ItemViewItem) {
        auto item = *qstyleoption_cast<const QStyleOptionViewItem*>(option);
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            item.palette.setColor(group, QPalette::HighlightedText,
                                  item.palette.color(group, QPalette::Text));
        return QProxyStyle::drawControl(element, &item, painter, widget);
    }
    if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        painter->setPen(Theme::hairline(option->palette));
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    }
    if (element == CE_HeaderLabel) {
        auto header = *qstyleoption_cast<const QStyleOptionHeader*>(option);
        header.palette.setColor(QPalette::ButtonText,
                                header.palette.color(QPalette::PlaceholderText));
        header.state &= ~State_On; // Fusion would make the sorted column bold.
        return QProxyStyle::drawControl(element, &header, painter, widget);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

QSize CairnStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return result + QSize(12, 8);
    case CT_LineEdit:
    case CT_ComboBox:
        return result + QSize(0, 8);
    case CT_ItemViewItem:
        return result + QSize(8, 16);
    case CT_HeaderSection:
        return result + QSize(8, 10);
    case CT_ToolButton:
        return result + QSize(6, 6);
    case CT_MenuItem:
        return result + QSize(8, 4);
    default:
        return result;
    }
}

QRect CairnStyle::subElementRect(SubElement element, const QStyleOption* option,
                                 const QWidget* widget) const
{
    QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (const auto* edit = qobject_cast<const QLineEdit*>(widget);
        element == SE_LineEditContents && edit && edit->hasFrame())
        rect.adjust(4, 0, -4, 0);
    return rect;
}

int CairnStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                            const QWidget* widget) const
{
    switch (metric) {
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    // A cell's text begins a pixel after its focus margin; its column's title stands above it.
    case PM_FocusFrameHMargin:
        return 7;
    case PM_HeaderMargin:
        return 8;
    case PM_ScrollBarExtent:
        return 12;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int CairnStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returned) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_UnderlineShortcut:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

} // namespace cairn
