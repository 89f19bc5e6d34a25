// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/style/icon.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <optional>

static void loadResources()
{
    Q_INIT_RESOURCE(cairn_icons);
}

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

class PaletteIcon final : public QIconEngine
{
public:
    PaletteIcon(QString name, std::optional<Tone> tone)
        : m_name(std::move(name))
        , m_tone(tone)
    {
        QFile file(u":/cairn/icons/%1.svg"_s.arg(m_name));
        if (file.open(QIODevice::ReadOnly))
            m_svg = file.readAll();
        Q_ASSERT_X(!m_svg.isEmpty(), "icon", qUtf8Printable(m_name));
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = m_svg;
        svg.replace("#000", color(mode).name().toLatin1());
        QSvgRenderer renderer(svg);
        painter->setRenderHint(QPainter::Antialiasing);
        const int side = qMin(rect.width(), rect.height());
        renderer.render(
            painter,
            QRect(rect.center() - QPoint((side - 1) / 2, (side - 1) / 2), QSize(side, side)));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new PaletteIcon(*this); }
    QString key() const override { return u"cairn"_s; }

private:
    QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        return m_tone ? Theme::tone(*m_tone, palette) : palette.color(QPalette::ButtonText);
    }

    QString m_name;
    std::optional<Tone> m_tone;
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString& name)
{
    loadResources();
    return QIcon(new PaletteIcon(name, std::nullopt));
}

QIcon icon(const QString& name, Tone tone)
{
    loadResources();
    return QIcon(new PaletteIcon(name, tone));
}

QIcon applicationIcon()
{
    loadResources();
    return QIcon(u":/cairn/icons/cairn.svg"_s);
}

} // namespace cairn
