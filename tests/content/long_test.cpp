// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/content/support.h"

#include <QFile>
#include <QJsonArray>

#include <algorithm>

using namespace cairn;
using namespace cairn::content;
using namespace cairn::test;
using namespace Qt::StringLiterals;

TEST_CASE("every layout vector of a gibibyte and more has its root")
{
    std::vector<QJsonValue> large;
    for (const auto& vector : vectors().value("layoutVectors"_L1).toArray()) {
        if (vector["size"_L1].toInteger() > 100'000'000)
            large.push_back(vector);
    }
    REQUIRE(large.size() == 4);
    const auto sizeOf = [](const QJsonValue& vector) { return vector["size"_L1].toInteger(); };
    std::ranges::sort(large, std::greater(), sizeOf);

    // One file, written once and cut shorter for each; its bytes repeat after 251.
    const Tree tree;
    QFile file(tree.path(u"large"_s));
    REQUIRE(file.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
    const QByteArray period = generated(251 * 4096);
    for (qint64 at = 0; at < sizeOf(large.front()); at += period.size())
        REQUIRE(file.write(period) == period.size());
    for (const QJsonValue& vector : large) {
        INFO(vector["id"_L1].toString().toStdString());
        REQUIRE(file.resize(sizeOf(vector)));
        PackRequest pack = request({file.fileName()});
        pack.wrap = Wrap::No;
        CHECK(pack.profile.chunkSize == vector["chunk"_L1].toInteger());
        CHECK(pack.profile.width == vector["width"_L1].toInt());
        CHECK(rootOf(pack) == vector["root"_L1].toString().toStdString());
    }
}
