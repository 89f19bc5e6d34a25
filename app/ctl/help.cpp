// SPDX-License-Identifier: MIT OR Apache-2.0
#include "app/ctl/help.h"

#include "app/ctl/description.h"
#include "app/ctl/translation.h"

#include <QCoreApplication>

#include <algorithm>

namespace cairn::ctl {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype width = 79;

/// Lines of at most `width`, each after @p indent blanks.
QString wrapped(const QString& text, qsizetype indent)
{
    QString lines;
    QString line;
    for (const QString& word : text.split(' '_L1, Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > width) {
            lines += QString(indent, ' '_L1) + line + '\n'_L1;
            line.clear();
        }
        line += (line.isEmpty() ? QString() : u" "_s) + word;
    }
    return lines + QString(indent, ' '_L1) + line + '\n'_L1;
}

/// "  left      right", the right side wrapped.
QString row(const QString& left, const QString& right, qsizetype column)
{
    QString text = wrapped(right, column);
    const QString start = "  "_L1 + left;
    if (start.size() + 2 > column)
        return start + '\n'_L1 + text;
    return start + text.mid(start.size());
}

QString forms(const OptionDescription& option)
{
    QString text = option.letter.isEmpty() ? u"    "_s : '-'_L1 + option.letter + ", "_L1;
    text += "--"_L1 + option.name;
    return option.value.isEmpty() ? text : text + ' '_L1 + option.value;
}

QString helpOf(const OptionDescription& option)
{
    QString text = translated(option.help);
    if (!option.choices.isEmpty())
        text += ": "_L1 + QString(option.choices).replace(' '_L1, ", "_L1);
    if (option.isRepeatable)
        text += "; "_L1 + Cairnctl::tr("may be repeated");
    return text;
}

QString rowsOf(std::span<const OptionDescription> options)
{
    constexpr qsizetype column = 28;
    QString text;
    for (const OptionDescription& option : options)
        text += row(forms(option), helpOf(option), column);
    return text;
}

std::vector<OptionDescription> optionsOf(const CommandDescription& command)
{
    std::vector<OptionDescription> own;
    std::ranges::copy_if(optionDescriptions(), std::back_inserter(own),
                         [&](const auto& option) { return command.takes(option.name); });
    return own;
}

QString usageOf(const CommandDescription& command)
{
    QString text = "cairnctl "_L1 + command.words;
    if (!command.options.isEmpty())
        text += " [OPTION]..."_L1;
    return command.arguments.isEmpty() ? text : text + ' '_L1 + command.arguments;
}

QString examplesOf(const CommandDescription& command)
{
    QString text;
    for (const auto& example : command.examples) {
        if (!example.isEmpty())
            text += "  cairnctl "_L1 + example + '\n'_L1;
    }
    return text;
}

QString details(const CommandDescription& command)
{
    const bool isAny = *command.details != '\0';
    return isAny ? wrapped(translated(command.details), 0) + '\n'_L1 : QString();
}

QString helpOf(const CommandDescription& command)
{
    QString text = Cairnctl::tr("Usage: %1").arg(usageOf(command)) + "\n\n"_L1;
    QString summary = translated(command.summary);
    summary[0] = summary[0].toUpper();
    text += wrapped(summary + '.'_L1, 0) + '\n'_L1 + details(command);
    const auto own = optionsOf(command);
    if (!own.empty())
        text += Cairnctl::tr("Options:") + '\n'_L1 + rowsOf(own) + '\n'_L1;
    text += Cairnctl::tr("Options of every command:") + '\n'_L1 + rowsOf(globalOptions());
    return text + '\n'_L1 + Cairnctl::tr("Examples:") + '\n'_L1 + examplesOf(command);
}

QString commandRows(const QString& group = {})
{
    constexpr qsizetype column = 32;
    QString text;
    for (const CommandDescription& command : commandDescriptions()) {
        if (!group.isEmpty() && !QString(command.words).startsWith(group + ' '_L1))
            continue;
        const QString left = command.arguments.isEmpty()
            ? QString(command.words)
            : command.words + ' '_L1 + command.arguments;
        text += row(left, translated(command.summary), column);
    }
    return text;
}

QString notes()
{
    return Cairnctl::tr(
        "Without --account or --endpoint the service on this computer is used, which needs no "
        "token. "
        "For another one a credential comes from the keychain, or from CAIRN_TOKEN; never from an "
        "argument.\n"
        "Columns are apart by tabs. What cannot be seen in a name, or would change its row, is "
        "written as a symbol or number (␊, ⟨U+202E⟩); --json has every name as it is.");
}

QString overview()
{
    QString text = Cairnctl::tr("Usage: %1").arg("cairnctl [OPTION]... COMMAND [ARGUMENT]..."_L1)
        + "\n\n"_L1 + Cairnctl::tr("Commands:") + '\n'_L1 + commandRows() + '\n'_L1
        + Cairnctl::tr("Options of every command:") + '\n'_L1 + rowsOf(globalOptions()) + '\n'_L1;
    for (const QString& paragraph : notes().split('\n'_L1))
        text += wrapped(paragraph, 0);
    QStringList codes;
    for (const ExitDescription& exit : exitDescriptions())
        codes << QString::number(exit.code) + ' '_L1 + translated(exit.meaning);
    text += wrapped(Cairnctl::tr("Exit codes: %1.").arg(codes.join(", "_L1)), 0);
    return text + '\n'_L1 + Cairnctl::tr("“cairnctl COMMAND --help” says more, with examples.")
        + '\n'_L1;
}

// The manual page. In troff a line that begins with a dot or an apostrophe is a request, a
// backslash begins an escape, and a minus that is typed has to be told from a hyphen.

QString troff(const QString& text)
{
    QString escaped = text;
    escaped.replace('\\'_L1, "\\e"_L1).replace('-'_L1, "\\-"_L1);
    return escaped.startsWith('.'_L1) || escaped.startsWith('\''_L1) ? "\\&"_L1 + escaped : escaped;
}

QString bold(const QString& text)
{
    return "\\fB"_L1 + troff(text) + "\\fR"_L1;
}

QString manualOf(std::span<const OptionDescription> options)
{
    QString text;
    for (const OptionDescription& option : options) {
        QString heading = bold("--"_L1 + option.name);
        if (!option.letter.isEmpty())
            heading = bold('-'_L1 + option.letter) + ", "_L1 + heading;
        if (!option.value.isEmpty())
            heading += " \\fI"_L1 + troff(option.value) + "\\fR"_L1;
        QString help = QString::fromUtf8(option.help);
        if (!option.choices.isEmpty())
            help += ": "_L1 + QString(option.choices).replace(' '_L1, ", "_L1);
        text += ".TP\n"_L1 + heading + '\n'_L1 + troff(help) + '\n'_L1;
    }
    return text;
}

QString manualOf(const CommandDescription& command)
{
    QString text = ".SS "_L1 + troff(usageOf(command).mid(QString("cairnctl "_L1).size())) + '\n'_L1
        + troff(QString::fromUtf8(command.summary)) + ".\n"_L1;
    if (*command.details != '\0')
        text += troff(QString::fromUtf8(command.details)) + '\n'_L1;
    const auto own = optionsOf(command);
    text += manualOf(own) + ".PP\n.EX\n"_L1;
    for (const auto& example : command.examples) {
        if (!example.isEmpty())
            text += troff("cairnctl "_L1 + example) + '\n'_L1;
    }
    return text + ".EE\n"_L1;
}

} // namespace

QString helpText(const QString& topic)
{
    if (topic.isEmpty())
        return overview();
    for (const CommandDescription& command : commandDescriptions()) {
        if (command.words == topic)
            return helpOf(command);
    }
    return Cairnctl::tr("Usage: %1").arg("cairnctl "_L1 + topic + " COMMAND"_L1) + "\n\n"_L1
        + commandRows(topic) + '\n'_L1
        + Cairnctl::tr("“cairnctl COMMAND --help” says more, with examples.") + '\n'_L1;
}

QString manualPage()
{
    QString text = ".TH CAIRNCTL 1 \"\" \"Cairn " CAIRN_VERSION "\"\n"
                   ".SH NAME\n"
                   "cairnctl \\- store files under their CIDs, and get them back verified\n"
                   ".SH SYNOPSIS\n"
                   "\\fBcairnctl\\fR [\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n"
                   ".SH DESCRIPTION\n"_L1;
    text += troff(u"Works with services that speak the Web3.Storage HTTP API, and with the one "
                  "that Cairn has on this computer. Without --account or --endpoint that one is "
                  "used."_s)
        + "\n.SH COMMANDS\n"_L1;
    for (const CommandDescription& command : commandDescriptions())
        text += manualOf(command);
    text
        += ".SH OPTIONS OF EVERY COMMAND\n"_L1 + manualOf(globalOptions()) + ".SH EXIT STATUS\n"_L1;
    for (const ExitDescription& exit : exitDescriptions())
        text += ".TP\n"_L1 + bold(QString::number(exit.code)) + '\n'_L1
            + QString::fromUtf8(exit.meaning) + '\n'_L1;
    text += ".SH ENVIRONMENT\n.TP\n"_L1 + bold(u"CAIRN_TOKEN"_s)
        + "\nthe credential for \\-\\-endpoint, and for \\-\\-account in place of the one in the "
          "keychain; "
          "this computer needs none\n.TP\n"_L1
        + bold(u"CAIRN_DATA_DIR"_s) + "\nthe data folder\n.SH SEE ALSO\n"_L1 + bold(u"cairn"_s)
        + "(1), "_L1 + bold(u"cairnd"_s) + "(1)\n"_L1;
    return text;
}

} // namespace cairn::ctl
