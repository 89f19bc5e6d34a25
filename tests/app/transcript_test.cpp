// SPDX-License-Identifier: MIT OR Apache-2.0
// What cairnctl says, word for word: to a new person at a terminal, and to a script. The recorded
// transcripts are in tests/data/transcripts; CAIRN_RECORD=1 writes them anew, to be read before
// they are committed.
#include "app/ctl/description.h"
#include "tests/app/machine.h"

#include <QDir>
#include <QRegularExpression>

#include <set>

using namespace cairn;
using namespace Qt::StringLiterals;
using cairn::test::Machine;

namespace {

/// A call, as a person would write it in a shell.
using Call = QString;

/// Each command and each of its options is in one of these at least; a test looks.
const std::vector<Call> calls{
    u"cairnctl"_s,
    u"cairnctl --version"_s,
    u"cairnctl fly"_s,
    u"cairnctl pt"_s,
    u"cairnctl ls"_s,
    u"cairnctl pack folder"_s,
    u"cairnctl pack --hidden --links skip --profile unixfs-v1-2025 --no-wrap -o packed.car folder"_s,
    u"cairnctl pack --exclude '*.log' --skip-unreadable --wrap folder/a.txt"_s,
    u"cairnctl verify packed.car"_s,
    u"cairnctl verify no.car"_s,
    u"cairnctl verify folder/a.txt"_s,
    u"cairnctl put folder"_s,
    u"cairnctl put folder"_s,
    u"cairnctl put --name renamed folder"_s,
    u"cairnctl put nothing"_s,
    u"cairnctl put --wrap --no-wrap folder"_s,
    u"cairnctl put --hidden folder"_s,
    u"cairnctl put --hidden --allow-secrets --profile ipfs-car-3 --links skip folder"_s,
    u"cairnctl put --exclude a.txt --skip-unreadable --part-size 1 --wrap folder"_s,
    u"cairnctl put --no-wrap --name piped - < folder/a.txt"_s,
    u"cairnctl put-car --name 'a CAR' --part-size 1 packed.car"_s,
    u"cairnctl put-car --each-root - < packed.car"_s,
    u"cairnctl ls"_s,
    u"cairnctl ls --cid"_s,
    u"cairnctl search RENAMED"_s,
    u"cairnctl search --cid 'not there'"_s,
    u"cairnctl status $CID"_s,
    u"cairnctl status bafkreidon73zkcrwdb5iafqtijxildoonbwnpv7dyd6ef3qdgads2jc4su"_s,
    u"cairnctl link $CID/folder/a.txt"_s,
    u"cairnctl ls $CID/folder"_s,
    u"cairnctl ls --cid $CID/folder/a.txt"_s,
    u"cairnctl get $CID -o out"_s,
    u"cairnctl get $CID -o out"_s,
    u"cairnctl get $CID/folder/a.txt -o -"_s,
    u"cairnctl get $CID/folder/none -o none"_s,
    u"cairnctl get -q $CID/folder/a.txt -o /dev/full"_s,
    u"cairnctl get nonsense"_s,
    u"cairnctl export $CID -o exported.car"_s,
    u"cairnctl export $CID"_s,
    u"cairnctl rename $CID 'another name'"_s,
    u"cairnctl rename $CID ''"_s,
    u"cairnctl transfer ls"_s,
    u"cairnctl transfer pause 999999"_s,
    u"cairnctl transfer resume 999999"_s,
    u"cairnctl transfer resume"_s,
    u"cairnctl transfer rm 999999"_s,
    u"cairnctl token create ci --scope upload,list --expires 90d"_s,
    u"cairnctl token create ci --expires soon"_s,
    u"cairnctl token create everything --allow-unlimited"_s,
    u"cairnctl token ls"_s,
    u"cairnctl token revoke 1"_s,
    u"cairnctl token revoke 1"_s,
    u"cairnctl account ls"_s,
    u"cairnctl account add"_s,
    u"cairnctl account add x --endpoint ftp://x.example"_s,
    u"cairnctl account add x --endpoint https://localhost:1 --api-token-file folder/none"_s,
    u"cairnctl account add x --endpoint https://localhost:1 --login-token-file folder/a.txt"_s,
    u"cairnctl account remove x --force"_s,
    u"cairnctl --account nobody ls"_s,
    u"cairnctl --endpoint https://localhost:1 --insecure ls"_s,
    u"cairnctl --data '' ls"_s,
    u"cairnctl --data nowhere ls"_s,
    u"cairnctl rm $CID"_s,
    u"cairnctl rm $CID"_s,
    u"cairnctl rm ../tokens/1"_s,
    u"cairnctl completion csh"_s,
    u"cairnctl completion fish > cairnctl.fish"_s,
    u"cairnctl manual > cairnctl.1"_s,
    u"cairnctl help transfer"_s,
    u"cairnctl ls --help"_s,
};

struct Transcribed : Machine
{
    Transcribed()
    {
        const QDir here(folder.path());
        REQUIRE(here.mkpath(u"work/folder"_s));
        write(u"work/folder/a.txt"_s, "a\n");
        write(u"work/folder/b.log"_s, "b\n");
        write(u"work/folder/.env"_s,
              "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n");
        environment.insert(u"PATH"_s,
                           QFileInfo(QStringLiteral(CAIRNCTL)).path() + u":/usr/bin:/bin"_s);
        environment.insert(u"CAIRN_DATA_DIR"_s, here.filePath(u"data"_s));
        environment.remove(u"HOME"_s);
        environment.insert(u"LANG"_s, u"de_DE.UTF-8"_s);
        environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        environment.insert(u"COLUMNS"_s, u"80"_s);
        environment.insert(u"TZ"_s, u"UTC"_s);
    }
    void write(const QString& path, const QByteArray& bytes)
    {
        QFile file(folder.filePath(path));
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QString run(const Call& call, const QString& before, const QString& after)
    {
        QProcess shell;
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(folder.filePath(u"work"_s));
        shell.start(u"sh"_s, {u"-c"_s, before + call + after});
        shell.closeWriteChannel();
        REQUIRE(shell.waitForFinished(60'000));
        QString said = QString::fromUtf8(shell.readAllStandardOutput());
        if (!said.isEmpty() && !said.endsWith(u'\n'))
            said += u'\n';
        said += QString::fromUtf8(shell.readAllStandardError());
        if (m_cid.isEmpty() && call.startsWith("cairnctl put "_L1) && shell.exitCode() == 0) {
            static const QRegularExpression cid(u"\\bbafy[a-z2-7]{55}\\b"_s);
            m_cid = cid.match(said).captured();
            environment.insert(u"CID"_s, m_cid);
        }
        return normal(said)
            + (shell.exitCode() == 0 ? QString() : u"[%1]\n"_s.arg(shell.exitCode()));
    }
    /// Without what is another one each time.
    QString normal(QString text) const
    {
        text.replace(folder.path(), u"/tmp/here"_s);
        const std::vector<std::pair<QRegularExpression, QString>> changing{
            {QRegularExpression(u"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(\\+00:00|Z)"_s), u"TIME"_s},
            {QRegularExpression(u"eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+"_s),
             u"TOKEN"_s},
            {QRegularExpression(u"cairn-[0-9a-f-]{36}"_s), u"cairn-ID"_s},
            {QRegularExpression(u"\\b\\d{6,9}\\b"_s), u"NUMBER"_s},
            {QRegularExpression(u"\"hint\":\"[^\"]*\""_s), u"\"hint\":\"HINT\""_s},
            // How often progress is shown is a matter of time.
            {QRegularExpression(u"^cairnctl: (queued|reading|sending|confirming|stored|downloading"
                                "|saved|failed)(: .*)?\n"_s,
                                QRegularExpression::MultilineOption),
             QString()},
            {QRegularExpression(u"\\r[^\\n]*?\\x1b\\[K"_s), QString()}, // What was painted over.
            {QRegularExpression(u"\\r"_s), QString()},
        };
        for (const auto& [what, instead] : changing)
            text.replace(what, instead);
        return text;
    }
    QString transcript(const QString& before, const QString& after)
    {
        QString text;
        for (const Call& call : calls)
            text += u"$ "_s + call + u'\n' + run(call, before, after);
        return text;
    }
    static void compare(const QString& name, const QString& text)
    {
        const QString path = QStringLiteral(TRANSCRIPTS) + u'/' + name;
        QFile file(path);
        if (qEnvironmentVariableIsSet("CAIRN_RECORD")) {
            REQUIRE(QDir().mkpath(QStringLiteral(TRANSCRIPTS)));
            REQUIRE(file.open(QIODevice::WriteOnly));
            file.write(text.toUtf8());
            return;
        }
        REQUIRE(file.open(QIODevice::ReadOnly));
        const QStringList recorded = QString::fromUtf8(file.readAll()).split(u'\n');
        const QStringList said = text.split(u'\n');
        for (qsizetype at = 0; at < std::max(recorded.size(), said.size()); ++at) {
            INFO("line " << at + 1 << " of " << name.toStdString());
            REQUIRE(said.value(at).toStdString() == recorded.value(at).toStdString());
        }
    }

private:
    QString m_cid;
};

} // namespace

TEST_CASE("each command and each of its options is in the transcript")
{
    const QString all = QStringList(calls.begin(), calls.end()).join(u'\n');
    for (const ctl::CommandDescription& command : ctl::commandDescriptions()) {
        for (const ctl::OptionDescription& option : ctl::optionDescriptions()) {
            if (!command.takes(option.name))
                continue;
            const QString form
                = option.letter.isEmpty() ? "--"_L1 + option.name : '-'_L1 + option.letter;
            const bool isThere = std::ranges::any_of(calls, [&](const Call& call) {
                return call.startsWith("cairnctl "_L1 + command.words) && call.contains(form);
            });
            INFO(QString(command.words).toStdString() << " " << form.toStdString());
            CHECK(isThere);
        }
        CHECK(all.contains("cairnctl "_L1 + command.words));
    }
}

TEST_CASE_METHOD(Transcribed, "what a new person reads at a terminal is what was recorded")
{
    compare(u"terminal.txt"_s, transcript(u"exec script -qec \""_s, u"\" /dev/null </dev/null"_s));
}

TEST_CASE_METHOD(Transcribed, "what a script reads is what was recorded")
{
    compare(u"script.txt"_s, transcript({}, {}));
}

TEST_CASE_METHOD(Transcribed, "what a script reads with --json is what was recorded")
{
    environment.insert(u"LC_ALL"_s, u"de_DE.UTF-8"_s);
    environment.insert(u"LANGUAGE"_s, u"de"_s);
    compare(u"json.txt"_s, transcript(u"cairnctl() { command cairnctl --json \"$@\"; }; "_s, {}));
}

TEST_CASE_METHOD(Transcribed,
                 "nothing crashes or hangs with a full standard output, or without standard input")
{
    for (const Call& call : calls) {
        INFO(call.toStdString());
        QProcess shell;
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(folder.filePath(u"work"_s));
        shell.start(u"sh"_s, {u"-c"_s, call + u" <&- >/dev/full"_s});
        REQUIRE(shell.waitForFinished(60'000));
        CHECK(shell.exitStatus() == QProcess::NormalExit);
        CHECK(shell.exitCode() <= 6);
    }
}
