// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <QFrame>
#include <QStringList>

class QBoxLayout;
class QMimeData;
class QPushButton;

namespace cairn {

class Label;

class Picture;

/// Where files and folders are dropped or chosen. It says what was dropped and decides nothing.
class DropArea final : public QFrame
{
    Q_OBJECT

public:
    explicit DropArea(QWidget* parent = nullptr);

    /// Small above a list, large where there is nothing else.
    void setCompact(bool compact);
    /// Why nothing can be uploaded now; empty when something can.
    void setReason(const QString& reason);

    void focusFiles();

    /// Whether a drag may turn out to hold something; what it holds is known at the drop only.
    static bool isPromising(const QMimeData& data);
    /// Files and folders of this computer in a drop, else the addresses and CIDs in it, a line
    /// each; empty when there are none.
    static QStringList contents(const QMimeData& data);

signals:
    void dropped(const QStringList& contents);
    void filesRequested();
    void folderRequested();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_isTarget = false;
    QBoxLayout* m_layout;
    Picture* m_picture;
    Label* m_title;
    Label* m_sentence;
    QPushButton* m_files;
    QPushButton* m_folder;
};

} // namespace cairn
