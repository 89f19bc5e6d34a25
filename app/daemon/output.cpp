// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/daemon/output.h"

#include "app/daemon/translation.h"
#include "app/host/errorjson.h"
#include "app/host/terminal.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

void writeJson(std::FILE* where, const QJsonDocument& json)
{
    writeLine(where, QString::fromUtf8(displayJson(json.toJson(QJsonDocument::Compact))));
}

} // namespace

int Output::failed(const Error& error) const
{
    if (m_isJson)
        writeJson(stderr, QJsonDocument(errorJson(error, errorText(error))));
    else
        warn(errorText(error));
    return Failed;
}

int Output::misused(const QString& sentence) const
{
    if (m_isJson) {
        writeJson(
            stderr,
            QJsonDocument(errorJson({Error::Kind::Invalid, sentence, {}, u"USAGE"_s}, sentence)));
    } else {
        warn(sentence);
        warn(Cairnd::tr("“cairnd --help” lists what there is."));
    }
    return Misused;
}

int Output::done(const Done& outcome) const
{
    return outcome ? Succeeded : failed(outcome.error());
}

void Output::warn(const QString& sentence) const
{
    writeLine(stderr, "cairnd: "_L1 + sentence);
}

void Output::say(const QString& line) const
{
    writeLine(stdout, line);
}

void Output::sayRow(const QStringList& columns) const
{
    writeRow(stdout, columns);
}

void Output::sayJson(const QJsonDocument& result) const
{
    writeJson(stdout, result);
}

} // namespace cairn
