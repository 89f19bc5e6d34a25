<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Cairnctl</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2, every hash right; %n block(s) are missing</source>
        <translation>
            <numerusform>%1, %2, every hash right; %n block is missing</numerusform>
            <numerusform>%1, %2, every hash right; %n blocks are missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 block(s)</source>
        <translation>
            <numerusform>%1 block</numerusform>
            <numerusform>%1 blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 confirmed, %3 of %n part(s)</source>
        <extracomment>a number, an amount, then parts: &quot;3 of 12 bytes confirmed, 1 of 2 parts&quot;</extracomment>
        <translation>
            <numerusform>%1 of %2 confirmed, %3 of %n part</numerusform>
            <numerusform>%1 of %2 confirmed, %3 of %n parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved in part: %n entry(s) are not as stored. All else is verified.</source>
        <translation>
            <numerusform>Saved in part: %n entry is not as stored. All else is verified.</numerusform>
            <numerusform>Saved in part: %n entries are not as stored. All else is verified.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n block(s) in this CAR are not needed by the root.</source>
        <translation>
            <numerusform>%n block in this CAR is not needed by the root.</numerusform>
            <numerusform>%n blocks in this CAR are not needed by the root.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stored in part: %n block(s) are missing. It is whole once a CAR with them is stored.</source>
        <translation>
            <numerusform>Stored in part: %n block is missing. It is whole once a CAR with it is stored.</numerusform>
            <numerusform>Stored in part: %n blocks are missing. It is whole once a CAR with them is stored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has %Ln transfer(s) that are not finished. With --force they are cancelled and the account is removed.</source>
        <translation>
            <numerusform>“%1” has %Ln transfer that is not finished. With --force it is cancelled and the account is removed.</numerusform>
            <numerusform>“%1” has %Ln transfers that are not finished. With --force they are cancelled and the account is removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Cairnd</name>
    <message numerus="yes">
        <source>%n CAR(s) of %1 would go.</source>
        <extracomment>%1 is an amount such as &quot;12 bytes&quot;.</extracomment>
        <translation>
            <numerusform>%n CAR of %1 would go.</numerusform>
            <numerusform>%n CARs of %1 would go.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n CAR(s) of %1 are gone.</source>
        <translation>
            <numerusform>%n CAR of %1 is gone.</numerusform>
            <numerusform>%n CARs of %1 are gone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n CAR(s)</source>
        <translation>
            <numerusform>%n CAR</numerusform>
            <numerusform>%n CARs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 block(s)</source>
        <translation>
            <numerusform>%1 block</numerusform>
            <numerusform>%1 blocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n upload(s)</source>
        <translation>
            <numerusform>%n upload</numerusform>
            <numerusform>%n uploads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The catalog is made anew from %n CAR(s) and the records.</source>
        <translation>
            <numerusform>The catalog is made anew from %n CAR and the records.</numerusform>
            <numerusform>The catalog is made anew from %n CARs and the records.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>wrong: %1.car.damaged, set aside by an earlier version, has %n block(s) that verify, and an upload lacks some of it</source>
        <translation>
            <numerusform>wrong: %1.car.damaged, set aside by an earlier version, has %n block that verifies, and an upload lacks it</numerusform>
            <numerusform>wrong: %1.car.damaged, set aside by an earlier version, has %n blocks that verify, and an upload lacks some of them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Formatting</name>
    <message numerus="yes">
        <source>%Ln byte(s)</source>
        <translation>
            <numerusform>%Ln byte</numerusform>
            <numerusform>%Ln bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 byte(s)</source>
        <translation>
            <numerusform>%1 byte</numerusform>
            <numerusform>%1 bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln byte(s)</source>
        <translation>
            <numerusform>%1 of %Ln byte</numerusform>
            <numerusform>%1 of %Ln bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) %1 h</source>
        <translation>
            <numerusform>%Ln day %1 h</numerusform>
            <numerusform>%Ln days %1 h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln day(s) ago</source>
        <translation>
            <numerusform>%Ln day ago</numerusform>
            <numerusform>%Ln days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinText</name>
    <message numerus="yes">
        <source>Failed in %1 of %Ln place(s)</source>
        <translation>
            <numerusform>Failed in %1 of %Ln place</numerusform>
            <numerusform>Failed in %1 of %Ln places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pinned in %Ln place(s)</source>
        <translation>
            <numerusform>Pinned in %Ln place</numerusform>
            <numerusform>Pinned in %Ln places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pinned in %1 of %Ln place(s)</source>
        <translation>
            <numerusform>Pinned in %1 of %Ln place</numerusform>
            <numerusform>Pinned in %1 of %Ln places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewText</name>
    <message numerus="yes">
        <source>The service lists this CID since %1, with %Ln part(s) where this upload has %2, so it may be incomplete. Sending it again completes it.</source>
        <translation>
            <numerusform>The service lists this CID since %1, with %Ln part where this upload has %2, so it may be incomplete. Sending it again completes it.</numerusform>
            <numerusform>The service lists this CID since %1, with %Ln parts where this upload has %2, so it may be incomplete. Sending it again completes it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The service lists this CID, with %Ln part(s) where this upload has %1, so it may be incomplete. Sending it again completes it.</source>
        <translation>
            <numerusform>The service lists this CID, with %Ln part where this upload has %1, so it may be incomplete. Sending it again completes it.</numerusform>
            <numerusform>The service lists this CID, with %Ln parts where this upload has %1, so it may be incomplete. Sending it again completes it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2, sent in %Ln part(s)</source>
        <extracomment>files, bytes, a number</extracomment>
        <translation>
            <numerusform>%1, %2, sent in one part</numerusform>
            <numerusform>%1, %2, sent in %Ln parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) look like secrets</source>
        <translation>
            <numerusform>%Ln file looks like a secret</numerusform>
            <numerusform>%Ln files look like secrets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries cannot be read</source>
        <translation>
            <numerusform>%Ln entry cannot be read</numerusform>
            <numerusform>%Ln entries cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln name(s) cannot be stored</source>
        <translation>
            <numerusform>%Ln name cannot be stored</numerusform>
            <numerusform>%Ln names cannot be stored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hidden file(s) or folder(s) are left out</source>
        <translation>
            <numerusform>%Ln hidden file or folder is left out</numerusform>
            <numerusform>%Ln hidden files or folders are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln symbolic link(s) are left out</source>
        <translation>
            <numerusform>%Ln symbolic link is left out</numerusform>
            <numerusform>%Ln symbolic links are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln empty folder(s) are left out</source>
        <translation>
            <numerusform>%Ln empty folder is left out</numerusform>
            <numerusform>%Ln empty folders are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries are left out</source>
        <translation>
            <numerusform>%Ln entry is left out</numerusform>
            <numerusform>%Ln entries are left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln link(s) lead out of the folder</source>
        <translation>
            <numerusform>%Ln link leads out of the folder</numerusform>
            <numerusform>%Ln links lead out of the folder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln name(s) are not possible on every system</source>
        <translation>
            <numerusform>%Ln name is not possible on every system</numerusform>
            <numerusform>%Ln names are not possible on every system</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StoredWords</name>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %Ln loaded items match; %2 are stored</source>
        <translation>
            <numerusform>%1 of %Ln loaded items match; %2 are stored</numerusform>
            <numerusform>%1 of %Ln loaded items match; %2 are stored</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferSentences</name>
    <message numerus="yes">
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 verified, %2 of %Ln part(s)</source>
        <extracomment>bytes, then parts: &quot;12.0 of 52.4 MB verified, 2 of 5 parts&quot;</extracomment>
        <translation>
            <numerusform>%1 verified, %2 of %Ln part</numerusform>
            <numerusform>%1 verified, %2 of %Ln parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 confirmed, %2 of %Ln part(s)</source>
        <extracomment>bytes, then parts: &quot;12.0 of 52.4 MB confirmed, 2 of 5 parts&quot;</extracomment>
        <translation>
            <numerusform>%1 confirmed, %2 of %Ln part</numerusform>
            <numerusform>%1 confirmed, %2 of %Ln parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left out: %1 and %Ln more.</source>
        <translation>
            <numerusform>Left out: %1 and %Ln more.</numerusform>
            <numerusform>Left out: %1 and %Ln more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Incomplete (%1 of %Ln part(s))</source>
        <translation>
            <numerusform>Incomplete (%1 of %Ln part)</numerusform>
            <numerusform>Incomplete (%1 of %Ln parts)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not as stored: %1 and %Ln more.</source>
        <translation>
            <numerusform>Not as stored: %1 and %Ln more.</numerusform>
            <numerusform>Not as stored: %1 and %Ln more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::AccountPane</name>
    <message numerus="yes">
        <source>%Ln transfer(s) that are not finished are cancelled, and what was downloaded of them is removed.</source>
        <translation>
            <numerusform>%Ln transfer that is not finished is cancelled, and what was downloaded of it is removed.</numerusform>
            <numerusform>%Ln transfers that are not finished are cancelled, and what was downloaded of them is removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::AddAccountDialog</name>
    <message numerus="yes">
        <source>The name has %Ln character(s), and at most %1 fit. Shorten it.</source>
        <translation>
            <numerusform>The name has %Ln character, and at most %1 fit. Shorten it.</numerusform>
            <numerusform>The name has %Ln characters, and at most %1 fit. Shorten it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::MainWindow</name>
    <message numerus="yes">
        <source>%Ln transfer(s) are not finished. They go on when Cairn is started again.</source>
        <translation>
            <numerusform>One transfer is not finished. It goes on when Cairn is started again.</numerusform>
            <numerusform>%Ln transfers are not finished. They go on when Cairn is started again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rename(s) or deletion(s) have no answer from the service yet. They are sent again when Cairn is started again.</source>
        <translation>
            <numerusform>%Ln rename or deletion has no answer from the service yet. It is sent again when Cairn is started again.</numerusform>
            <numerusform>%Ln renames or deletions have no answer from the service yet. They are sent again when Cairn is started again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::NewTokenDialog</name>
    <message numerus="yes">
        <source>The name has %Ln character(s), and a service takes at most %1. Shorten it.</source>
        <translation>
            <numerusform>The name has %Ln character, and a service takes at most %1. Shorten it.</numerusform>
            <numerusform>The name has %Ln characters, and a service takes at most %1. Shorten it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::PreviewDialog</name>
    <message numerus="yes">
        <source>Upload %Ln item(s) together?</source>
        <translation>
            <numerusform>Upload %Ln item together?</numerusform>
            <numerusform>Upload %Ln items together?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Leave out the %Ln entries that cannot be sent</source>
        <translation>
            <numerusform>&amp;Leave out the entry that cannot be sent</numerusform>
            <numerusform>&amp;Leave out the %Ln entries that cannot be sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::ProblemList</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::TransferFoot</name>
    <message numerus="yes">
        <source>%Ln to go</source>
        <translation>
            <numerusform>One to go</numerusform>
            <numerusform>%Ln to go</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln paused or held</source>
        <translation>
            <numerusform>%Ln paused or held</numerusform>
            <numerusform>%Ln paused or held</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>cairn::session::DesktopIntegration</name>
    <message numerus="yes">
        <source>%Ln upload(s) stored</source>
        <translation>
            <numerusform>%Ln upload stored</numerusform>
            <numerusform>%Ln uploads stored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln download(s) saved</source>
        <translation>
            <numerusform>%Ln download saved</numerusform>
            <numerusform>%Ln downloads saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed</source>
        <translation>
            <numerusform>%Ln failed</numerusform>
            <numerusform>%Ln failed</numerusform>
        </translation>
    </message>
</context>
</TS>
