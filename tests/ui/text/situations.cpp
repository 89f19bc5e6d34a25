// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/ui/text/situations.h"

#include "app/ctl/output.h"
#include "ui/text/errortext.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace cairn::test {
using namespace Qt::StringLiterals;

QString Place::folder(const QString& name) const
{
    REQUIRE(QDir().mkpath(path(name)));
    return path(name);
}

QString Place::file(const QString& name, const QByteArray& bytes) const
{
    folder(QFileInfo(name).path());
    QFile file(path(name));
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(file.write(bytes) == bytes.size());
    return path(name);
}

QString Place::withoutChance(QString text) const
{
    static const QRegularExpression address(u"127\\.0\\.0\\.1:\\d+"_s);
    static const QRegularExpression process(u"\\(process \\d+\\)"_s);
    static const QRegularExpression running(u"/cairn/[\\w-]+\\.json"_s);
    return text.replace(m_folder.path(), u"{folder}"_s)
        .replace(address, u"{address}"_s)
        .replace(running, u"/cairn/{data}.json"_s)
        .replace(process, u"(process {process})"_s);
}

void check(const Situations& situations)
{
    for (const Situation& situation : situations) {
        const Place place;
        const Error error = situation.provoke(place);
        INFO(situation.what << ": " << error.detail.toStdString());
        CHECK(int(error.kind) == int(situation.kind));
        CHECK(error.code.toStdString() == situation.code);
        CHECK(place.withoutChance(errorText(error)).toStdString() == situation.sentence);
        CHECK(ctl::exitCode(error) == situation.exitCode);
    }
}

} // namespace cairn::test
