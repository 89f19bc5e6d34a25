// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "core/library/library.h"

#include <QScrollArea>

#include <optional>

class QVBoxLayout;

namespace cairn {

/// All that is known of one stored item: its CID, figures, pins, deals and parts. It shows the
/// list's words at once and asks for the status now; if that fails, both facts are shown.
class DetailsPanel final : public QScrollArea
{
    Q_OBJECT

public:
    DetailsPanel(Library& library, const Clock& clock, QWidget* parent = nullptr);

    void showItem(const content::CidString& cid); ///< Empty: nothing is selected.

private:
    void update();
    void settle(const content::CidString& cid, Result<ContentStatus> status);
    void rebuild();
    bool hasFocusInside() const;
    void addHint();
    void addFacts();
    void addPins(const std::vector<Pin>& pins);
    void addDeals(const std::vector<Deal>& deals);
    void addParts();
    void addAsked();
    void addCaption(const QString& text);
    void addMuted(const QString& text);
    void addFact(const QString& name, const QString& value);

    Library& m_library;
    const Clock& m_clock;
    content::CidString m_cid;
    std::optional<Upload> m_upload;
    std::optional<Result<ContentStatus>> m_status; ///< None while asking.
    Timestamp m_asked{};
    QVBoxLayout* m_layout = nullptr;
};

} // namespace cairn
