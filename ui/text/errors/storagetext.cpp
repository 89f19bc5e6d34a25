// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/text/errors/storagetext.h"

#include "ui/text/errors/sentences.h"

#include <QCoreApplication>

#include <array>

namespace cairn {
using namespace Qt::StringLiterals;

namespace {

// %1 is the folder or file, the address to listen at, or what was given. Of a folder in use, %2 is
// the process and %3 its program.
constexpr std::array storageSentences{
    CodeSentence{
        "FOLDER_NOT_MADE"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "The folder “%1” cannot be made. Check that its disk is connected and "
                          "that you may write there, or choose another folder.")},
    CodeSentence{"FOLDER_NOT_LOCKED"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "The data folder “%1” cannot be written. Check its disk and "
                                   "your rights, or choose another folder.")},
    CodeSentence{"DATA_FOLDER_MISSING"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "There is no data folder “%1”. Check its name; “cairnctl put”, "
                                   "“cairnd user add” or a start of Cairn or cairnd with it makes "
                                   "it.")},
    CodeSentence{"ERROR_FOLDER_IN_USE"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "Another program, %3 (process %2), has the data folder “%1”. "
                                   "End it, or wait until it is done, then retry.")},
    CodeSentence{"ERROR_NEWER_FOLDER"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "“%1” was written by a newer version of Cairn. Use that "
                                   "version; nothing was changed.")},
    CodeSentence{"ERROR_CARS_AWAY"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "What is stored is not in “%1”. Check that its disk is "
                                   "connected, then start again; nothing was changed.")},
    CodeSentence{
        "KEY_DAMAGED"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "“%1”, the key that signs tokens, is damaged. Move it away and start "
                          "again: a new key is made, and tokens that exist stay good.")},
    CodeSentence{"RUNTIME_FILE_DAMAGED"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "“%1”, where the running service says its address, is damaged. "
                                   "End the service and start it again.")},
    CodeSentence{
        "SERVICE_NOT_RUNNING"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "No service runs on the data folder “%1”. Start it, then retry.")},
    CodeSentence{"NO_THREADS"_L1,
                 QT_TRANSLATE_NOOP(
                     "StorageText",
                     "The system gives Cairn no more threads. End other programs, then retry.")},
    CodeSentence{
        "SQLITE_BUSY"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "Another program keeps “%1” busy. Wait until it is done, then retry.")},
    CodeSentence{"SQLITE_CORRUPT"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "“%1” is damaged. End every Cairn program and start again: what "
                                   "other files know is made anew from them.")},
    CodeSentence{"SQLITE_NOTADB"_L1,
                 QT_TRANSLATE_NOOP(
                     "StorageText",
                     "“%1” is no database, or the beginning of it is damaged. End every Cairn "
                     "program and start again: what other files know is made anew from them.")},
    CodeSentence{
        "ACCOUNTS_UNREADABLE"_L1,
        QT_TRANSLATE_NOOP(
            "StorageText",
            "“%1”, the list of accounts, cannot be read. Check that you may read it, then retry.")},
    CodeSentence{
        "ACCOUNTS_DAMAGED"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "“%1”, the list of accounts, is damaged and was not changed. Put back a "
                          "copy of it, or move it away and add the accounts again.")},
    CodeSentence{"ACCOUNTS_NEWER"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "“%1”, the list of accounts, was written by a newer version of "
                                   "Cairn. Use that version; the list was not changed.")},
    CodeSentence{"ACCOUNTS_IN_USE"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "Another program is changing “%1”, the list of accounts. Wait "
                                   "until it is done, then retry.")},
    CodeSentence{
        "TRANSFERS_UNWRITTEN"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "The list of uploads and downloads in “%1” cannot be written. Everything "
                          "goes on, but after a restart the latest changes may be unknown.")},
    CodeSentence{"TRANSFERS_SET_ASIDE"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "The list of uploads and downloads was damaged. It is kept as "
                                   "“%1”, and a new list was begun.")},
    CodeSentence{
        "TRANSFERS_DAMAGED"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "The list of uploads and downloads in “%1” is damaged, and some of it is "
                          "not shown. The next start keeps it aside and begins a new list.")},
    CodeSentence{
        "TRANSFERS_NEWER"_L1,
        QT_TRANSLATE_NOOP(
            "StorageText",
            "“%1”, the list of uploads and downloads, was written by a newer version of Cairn and "
            "was not changed. What is begun now is forgotten when the program ends.")},
    CodeSentence{"TRANSFERS_UNREADABLE"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "“%1”, the list of uploads and downloads, cannot be opened and "
                                   "was not changed. Check that you may read and write it. What is "
                                   "begun now is forgotten when the program ends.")},
    CodeSentence{
        "TRANSFERS_IN_USE"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "Another window or command of Cairn works on “%1”, the account's list of "
                          "uploads and downloads. End it, then remove the account.")},
    CodeSentence{"TRANSFERS_LEFT"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "The account was removed, but “%1” could not be. It has names "
                                   "and paths of what was uploaded and downloaded.")},
    CodeSentence{
        "TRANSFER_UNKNOWN"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "There is no transfer %1 that is unfinished or has failed. Look at "
                          "the list of transfers again.")},
    CodeSentence{"TRANSFER_ELSEWHERE"_L1,
                 QT_TRANSLATE_NOOP(
                     "StorageText",
                     "Another program works on transfer %1 now. End it there, or wait for it.")},
    CodeSentence{"PORT_IN_USE"_L1,
                 QT_TRANSLATE_NOOP(
                     "StorageText",
                     "Another program listens at “%1” already. End it, or choose another port.")},
    CodeSentence{
        "PORT_NOT_ALLOWED"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "The system does not let you listen at “%1”. Choose a port above 1023.")},
    CodeSentence{"LISTEN_ADDRESS_ELSEWHERE"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "“%1” is not at this computer, so nothing can listen there. "
                                   "Choose an address that this computer has.")},
    CodeSentence{"LISTEN_FAILED"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "Nothing can listen at “%1”: the system does not allow it now. "
                                   "Choose another address or port.")},
    CodeSentence{
        "LISTEN_ADDRESS_INVALID"_L1,
        QT_TRANSLATE_NOOP(
            "StorageText",
            "“%1” is not an address to listen at. Use one such as 127.0.0.1 or localhost.")},
    CodeSentence{
        "LISTEN_ADDRESS_OPEN"_L1,
        QT_TRANSLATE_NOOP("StorageText",
                          "Other computers could reach “%1”, and what they send would not be "
                          "encrypted. Use 127.0.0.1, or allow it with --insecure-listen.")},
    CodeSentence{
        "MODE_INVALID"_L1,
        QT_TRANSLATE_NOOP("StorageText", "“%1” is no mode of a service. Use rw, r- or --.")},
    CodeSentence{
        "USER_NAME_EMPTY"_L1,
        QT_TRANSLATE_NOOP("StorageText", "A user needs a name, and none was given. Choose one.")},
    CodeSentence{
        "USER_NAME_TAKEN"_L1,
        QT_TRANSLATE_NOOP("StorageText", "There is a user “%1” already. Choose another name.")},
    CodeSentence{"USER_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "There is no user “%1”. Check the name in the list of users.")},
    CodeSentence{
        "TAG_UNKNOWN"_L1,
        QT_TRANSLATE_NOOP("StorageText", "A user has no tag “%1”. Check how it is written.")},
    CodeSentence{
        "TAG_VALUE_INVALID"_L1,
        QT_TRANSLATE_NOOP(
            "StorageText",
            "“%1” is no value for that tag. Use true or false, or for a limit a number of bytes.")},
    CodeSentence{"UNASSIGNED_CAR_UNKNOWN"_L1,
                 QT_TRANSLATE_NOOP("StorageText",
                                   "No CAR that belongs to nobody has the CID “%1”. Look at the "
                                   "list of such CARs again.")},
};

struct StorageText
{
    Q_DECLARE_TR_FUNCTIONS(StorageText)
};

} // namespace

QString storageErrorText(const Error& error)
{
    // Who made the lock is not always legible.
    if (error.code == "ERROR_FOLDER_IN_USE"_L1 && error.more.value(1).isEmpty())
        return StorageText::tr("Another program has the data folder “%1”. End it, or wait until it "
                               "is done, then retry.")
            .arg(subjectText(error.subject));
    const char* const text = sentenceOf(storageSentences, error);
    return text ? filled(StorageText::tr(text), error) : QString();
}

} // namespace cairn
