// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/storedwords.h"

#include "ui/common/emptystate.h"
#include "ui/text/accounttext.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/formatting.h"

#include <QCoreApplication>
#include <QLocale>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

struct StoredWords
{
    Q_DECLARE_TR_FUNCTIONS(StoredWords)
};

QString number(qint64 value)
{
    return QLocale().toString(value);
}

} // namespace

QString shownName(const Upload& upload)
{
    return nameText(upload.name.isEmpty() ? shortCid(upload.cid) : upload.name);
}

void showNoList(EmptyState& empty, const Account& account, const Library& library)
{
    const bool waiting
        = account.state() == Account::State::Checking || library.loadState() == LoadState::Loading;
    if (waiting && library.loadState() != LoadState::Loaded)
        empty.show(
            u"stones"_s, StoredWords::tr("Loading…"),
            StoredWords::tr("Asking %1 what it stores.").arg(endpointText(account.record())));
    else if (library.loadState() == LoadState::Failed)
        empty.show(u"error"_s, StoredWords::tr("The list could not be loaded"),
                   errorText(*library.error()), StoredWords::tr("Re&try"));
    else if (library.loadState() == LoadState::Never)
        empty.show(u"account"_s, stateWord(account), stateText(account), StoredWords::tr("Re&try"));
    else
        empty.show(
            u"stones"_s, StoredWords::tr("Nothing stored yet"),
            StoredWords::tr("Drop a file or a folder anywhere in this window. What is stored is "
                            "listed here with its CID."),
            StoredWords::tr("Go to &Uploads"));
}

QString staleText(const Account& account, const Library& library, Timestamp now)
{
    if (!library.loadedAt())
        return {};
    const auto because = [&](const QString& why) {
        return StoredWords::tr("%1 This list is as it was at %2.")
            .arg(why, formatMoment(*library.loadedAt(), now));
    };
    if (library.loadState() == LoadState::Failed)
        return because(errorText(*library.error()));
    using State = Account::State;
    const State state = account.state();
    return state == State::SignedIn || state == State::Checking ? QString()
                                                                : because(stateText(account));
}

QString countText(const Library& library, qint64 rows)
{
    if (library.canFetchMore())
        return StoredWords::tr("%1 of %2 loaded").arg(number(rows), number(library.total()));
    return StoredWords::tr("%Ln item(s)", nullptr, int(library.total()));
}

QString matchesText(const Library& library, qint64 rows, qint64 matches)
{
    return StoredWords::tr("%1 of %Ln loaded items match; %2 are stored", nullptr, int(rows))
        .arg(number(matches), number(library.total()));
}

} // namespace cairn
