// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/previewrun.h"

#include "app/ctl/output.h"
#include "app/ctl/translation.h"
#include "ui/text/formatting.h"
#include "ui/text/secrettext.h"

#include <QCoreApplication>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;
using content::Problem;

namespace {

/// What is in the way, one line each; how many there are.
qint64 printAll(const PackedUpload& packed, Problem::Kind kind, const QString& sentence)
{
    qint64 named = 0;
    for (const Problem& problem : packed.problems) {
        if (problem.kind != kind)
            continue;
        const QString what = problem.secret ? secretText(*problem.secret) : QString();
        printMessage(what.isEmpty() ? sentence.arg(problem.path)
                                    : sentence.arg(what, problem.path));
        ++named;
    }
    const qint64 all = packed.totals.count(kind);
    if (all > named)
        printMessage(Cairnctl::tr("and %n more", nullptr, int(all - named)));
    return all;
}

} // namespace

PreviewRun::PreviewRun(UploadPreview& preview)
    : m_preview(preview)
{
    connect(&m_preview, &UploadPreview::changed, this, &PreviewRun::look);
}

Reply<void> PreviewRun::run()
{
    m_promise.start();
    look();
    return m_promise.future();
}

void PreviewRun::look()
{
    if (m_promise.future().isFinished())
        return;
    using State = UploadPreview::State;
    using Answer = UploadPreview::Listing::Answer;
    if (m_preview.state() == State::Reading)
        return m_line.show(Cairnctl::tr("reading"), exactBytes(m_preview.bytes()), 0, 0);
    if (m_preview.state() == State::Ready
        && (m_preview.listing().answer == Answer::NotAsked
            || m_preview.listing().answer == Answer::Asking))
        return;
    m_line.end();
    m_promise.addResult(m_preview.error() ? Done(fail(*m_preview.error())) : Done());
    m_promise.finish();
}

bool isSendable(const UploadPreview& preview, bool allowSecrets, bool skipUnreadable)
{
    const PackedUpload& packed = *preview.packedUpload();
    printAll(packed, Problem::Kind::LinkLeavesFolder,
             Cairnctl::tr("a link that leads out of the folder: %1"));
    printAll(packed, Problem::Kind::NameNotPortable,
             Cairnctl::tr("a name that is not possible on every system: %1"));
    const qint64 missing
        = printAll(packed, Problem::Kind::UnreadableLeftOut, Cairnctl::tr("cannot be read: %1"))
        + printAll(packed, Problem::Kind::NameLeftOut,
                   Cairnctl::tr("has a name that no folder can hold: %1"));
    if (missing > 0 && !skipUnreadable) {
        printFailure(
            "SOURCES_UNREADABLE"_L1,
            Cairnctl::tr(
                "Nothing was sent, for it would not be all. Put right what is named above, or "
                "move it out of the way, and give the command again."));
        return false;
    }
    if (allowSecrets
        || printAll(packed, Problem::Kind::LikelySecret,
                    Cairnctl::tr("looks like a secret (%1): %2"))
            == 0)
        return true;
    printFailure(
        "LIKELY_SECRETS"_L1,
        Cairnctl::tr(
            "Nothing was sent: whoever knows the CID can read what is stored. Move what is "
            "named above out of the way, or give --allow-secrets to store it all the same."));
    return false;
}

std::optional<Upload> storedWhole(const UploadPreview& preview)
{
    // As many parts as ours may be other parts; that nothing is missing the pins say.
    const auto& upload = preview.listing().upload;
    return upload && std::ranges::count(upload->pins, PinStatus::Pinned, &Pin::status) > 0
        ? upload
        : std::nullopt;
}

} // namespace cairn::ctl
