// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QWidget>

#include <span>
#include <vector>

namespace cairn {

/// A minute of throughput as one small curve; its highest second fills the height.
class Sparkline final : public QWidget
{
    Q_OBJECT

public:
    explicit Sparkline(QWidget* parent = nullptr);

    void show(std::span<const qint64> bytesPerSecond);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<qint64> m_samples;
};

} // namespace cairn
