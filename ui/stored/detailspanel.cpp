// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/detailspanel.h"

#include "ui/common/copyfield.h"
#include "ui/common/label.h"
#include "ui/common/picture.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"
#include "ui/text/pintext.h"

#include <QApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

QWidget* statusRow(const StatusText& status, const QStringList& details, QWidget* parent)
{
    auto* row = new QWidget(parent);
    auto* picture = new Picture(status.icon, status.tone, 20, row);
    auto* word = valueLabel(row);
    word->setText(status.text);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(1);
    texts->addWidget(word);
    for (const QString& detail : details) {
        auto* label = mutedLabel(row);
        label->setText(detail);
        texts->addWidget(label);
    }
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    layout->addWidget(picture, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    return row;
}

} // namespace

DetailsPanel::DetailsPanel(Library& library, const Clock& clock, QWidget* parent)
    : QScrollArea(parent)
    , m_library(library)
    , m_clock(clock)
{
    setObjectName("detailsPanel"_L1);
    setAccessibleName(tr("Details"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&m_library, &Library::changed, this, &DetailsPanel::update);
    rebuild();
}

void DetailsPanel::showItem(const content::CidString& cid)
{
    if (cid == m_cid)
        return;
    m_cid = cid;
    m_upload.reset();
    m_status.reset();
    verticalScrollBar()->setValue(0);
    update();
    rebuild();
    if (!cid.isEmpty())
        whenDone(m_library.status(cid), this,
                 [this, cid](Result<ContentStatus> status) { settle(cid, std::move(status)); });
}

void DetailsPanel::settle(const content::CidString& cid, Result<ContentStatus> status)
{
    if (!(cid == m_cid))
        return;
    m_status = std::move(status);
    m_asked
        = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
    rebuild();
}

void DetailsPanel::update()
{
    const Upload* upload = m_library.find(m_cid);
    if (!upload || m_upload == *upload)
        return;
    m_upload = *upload;
    rebuild();
}

void DetailsPanel::rebuild()
{
    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(20, 4, 8, 12);
    m_layout->setSpacing(6);
    if (!m_upload) {
        addHint();
    } else {
        const bool isFresh = m_status && *m_status;
        addFacts();
        addPins(isFresh ? (**m_status).pins : m_upload->pins);
        addDeals(isFresh ? (**m_status).deals : m_upload->deals);
        addAsked();
        addParts();
    }
    m_layout->addStretch();
    const bool hadFocus = hasFocusInside();
    const QString focused = hadFocus ? QApplication::focusWidget()->accessibleName() : QString();
    setWidget(content);
    for (QWidget* field : content->findChildren<QWidget*>()) {
        if (!focused.isEmpty() && field->accessibleName() == focused)
            field->setFocus();
    }
    // With the field it was in the focus would be nowhere.
    if (hadFocus && !hasFocusInside())
        setFocus();
}

/// An answer that arrives must not take the focus from whoever is reading here.
bool DetailsPanel::hasFocusInside() const
{
    const QWidget* focused = QApplication::focusWidget();
    return focused && widget() && widget()->isAncestorOf(focused);
}

void DetailsPanel::addHint()
{
    m_layout->addStretch(1);
    auto* hint = mutedLabel(widget());
    hint->setText(tr("Select an item to see its details."));
    hint->setAlignment(Qt::AlignCenter);
    m_layout->addWidget(hint);
}

void DetailsPanel::addFacts()
{
    auto* title = titleLabel(nullptr);
    title->setObjectName("detailsTitle"_L1);
    title->setText(m_upload->name.isEmpty() ? tr("(no name)") : nameText(m_upload->name));
    m_layout->addWidget(title);
    m_layout->addSpacing(6);
    auto* cid = new CopyField(tr("CID"), tr("Copy CID"));
    cid->setObjectName("detailsCid"_L1);
    cid->setValue(m_upload->cid.text());
    addCaption(tr("CID"));
    m_layout->addWidget(cid);
    addFact(tr("Size"), m_upload->dagSize ? formatBytes(*m_upload->dagSize) : tr("Not known"));
    addFact(tr("Uploaded"),
            m_upload->created ? formatDateTime(*m_upload->created) : tr("Not known"));
    if (m_upload->updated && m_upload->updated != m_upload->created)
        addFact(tr("Changed"), formatDateTime(*m_upload->updated));
}

void DetailsPanel::addPins(const std::vector<Pin>& pins)
{
    addCaption(tr("Pins"));
    if (pins.empty())
        m_layout->addWidget(statusRow(
            pinsText({}), {tr("The service reports no place that holds this.")}, nullptr));
    for (const Pin& pin : pins) {
        QStringList details{nameText(pin.peerName.isEmpty() ? shortCid(pin.peerId) : pin.peerName)};
        if (!pin.region.isEmpty())
            details.front() = formatList({details.front(), nameText(pin.region)});
        if (pin.updated)
            details << tr("since %1").arg(formatDateTime(*pin.updated));
        details.removeAll(QString());
        m_layout->addWidget(statusRow(pinText(pin), details, nullptr));
    }
}

void DetailsPanel::addDeals(const std::vector<Deal>& deals)
{
    const Timestamp now = m_clock.now();
    addCaption(tr("Filecoin deals"));
    if (deals.empty())
        addMuted(tr("No Filecoin deals reported by this service."));
    for (const Deal& deal : deals) {
        QStringList details;
        if (!deal.storageProvider.isEmpty())
            details << tr("Provider %1").arg(nameText(deal.storageProvider));
        if (deal.dealId)
            details << tr("Deal %1").arg(*deal.dealId);
        if (!deal.pieceCid.isEmpty())
            details << tr("Piece %1").arg(shortCid(deal.pieceCid));
        if (deal.expiration)
            details << (hasEnded(deal, now) ? tr("ended %1") : tr("until %1"))
                           .arg(formatDate(*deal.expiration));
        m_layout->addWidget(statusRow(dealText(deal, now), details, nullptr));
    }
}

/// What the service claims, and when it was asked: a failed question changes no answer.
void DetailsPanel::addAsked()
{
    if (!m_status)
        addMuted(tr("Asking the service for the status now…"));
    else if (*m_status)
        addMuted(tr("As told by the service at %1.").arg(formatTime(toLocalTime(m_asked))));
    else
        addMuted(tr("The status could not be asked for at %1, so this is what the list said. %2")
                     .arg(formatTime(toLocalTime(m_asked)), errorText(m_status->error())));
}

void DetailsPanel::addParts()
{
    addCaption(tr("Parts"));
    if (m_upload->parts.empty())
        addMuted(tr("The service reports no parts."));
    for (size_t at = 0; at < m_upload->parts.size(); ++at) {
        auto* part = new CopyField(tr("CID of part %1").arg(at + 1),
                                   tr("Copy CID of part %1").arg(at + 1));
        part->setValue(m_upload->parts[at].text());
        m_layout->addWidget(part);
    }
}

void DetailsPanel::addCaption(const QString& text)
{
    if (m_layout->count() > 2)
        m_layout->addSpacing(12);
    m_layout->addWidget(captionLabel(text, nullptr));
}

void DetailsPanel::addMuted(const QString& text)
{
    auto* label = mutedLabel(nullptr);
    label->setText(text);
    m_layout->addWidget(label);
}

void DetailsPanel::addFact(const QString& name, const QString& value)
{
    addCaption(name);
    auto* label = valueLabel(nullptr);
    label->setText(value);
    m_layout->addWidget(label);
}

} // namespace cairn
