// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QProxyStyle>

class QPushButton;

namespace cairn {

/// How much a button asks for attention.
enum class Look { Plain, Primary, Danger };

void setLook(QPushButton* button, Look look);

/// Fusion, flatter: rounded buttons and fields, lists without a grid, a clear focus ring.
/// Owned by QApplication. Every colour comes from the palette in the option.
class CairnStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    CairnStyle();

    using QProxyStyle::polish;
    void polish(QWidget* widget) override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* returned) const override;

private:
    static void drawButton(const QStyleOption& option, QPainter* painter, const QWidget* widget);
    static void drawToolButton(const QStyleOption& option, QPainter* painter);
    static void drawField(const QStyleOption& option, QPainter* painter);
    static void drawTickBox(const QStyleOption& option, QPainter* painter);
    static void drawRow(const QStyleOption& option, QPainter* painter);
    static void drawSortArrow(const QStyleOption& option, QPainter* painter, const QWidget* widget);
    static void drawFrame(const QStyleOption& option, QPainter* painter);
    static void drawFocus(const QStyleOption& option, QPainter* painter);
};

} // namespace cairn
