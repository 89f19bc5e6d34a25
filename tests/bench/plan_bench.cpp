// SPDX-License-Identifier: MIT OR Apache-2.0
// What it costs to look for secrets while a plan is made: 20 000 files of 4 KiB, without and with,
// in turn. Usage: plan_bench [ROUNDS]
#include "core/content/plan/pack.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

using namespace cairn::content;
using namespace Qt::StringLiterals;

namespace {

constexpr int files = 20'000;
constexpr qsizetype size = 4096;

QByteArray prose(std::mt19937& random)
{
    static const QByteArrayList words{"the",  "river", "of",    "an",     "old",   "town", "is",
                                      "wide", "and",   "quiet", "window", "train", "year", "which"};
    QByteArray text;
    while (text.size() < size)
        text += words[qsizetype(random() % std::size_t(words.size()))] + ' ';
    text.truncate(size);
    return text;
}

QByteArray noise(std::mt19937& random)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = char(random());
    return bytes;
}

double secondsFor(const QString& folder, Secrets secrets)
{
    PackRequest request;
    request.paths = {folder};
    request.secrets = secrets;
    QElapsedTimer timer;
    timer.start();
    if (const auto plan = makeDagPlan(request); !plan)
        std::abort();
    return double(timer.nsecsElapsed()) / 1e9;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void compare(const char* what, const QString& folder, int rounds)
{
    std::vector<double> without;
    std::vector<double> with;
    secondsFor(folder, Secrets::AreNamed);
    for (int round = 0; round < rounds; ++round) {
        without.push_back(secondsFor(folder, Secrets::AreNotLookedFor));
        with.push_back(secondsFor(folder, Secrets::AreNamed));
    }
    std::printf("%-24s without %.3f s, with %.3f s, ratio %.2f\n", what, median(without),
                median(with), median(with) / median(without));
}

} // namespace

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 7;
    const QTemporaryDir folder;
    std::mt19937 random(1);
    for (const QString& kind : {u"txt"_s, u"bin"_s}) {
        QDir(folder.path()).mkdir(kind);
        for (int i = 0; i < files; ++i) {
            QFile file(folder.filePath(u"%1/file%2.%1"_s.arg(kind).arg(i)));
            if (!file.open(QIODevice::WriteOnly))
                return 1;
            file.write(kind == u"txt"_s ? prose(random) : noise(random));
        }
    }
    compare("20 000 text files", folder.filePath(u"txt"_s), rounds);
    compare("20 000 binary files", folder.filePath(u"bin"_s), rounds);
    return 0;
}
