// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/stored/getdialog.h"

#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/stored/downloadcommand.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/referencetext.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;

GetDialog::GetDialog(AccountSession& session, const content::Reference& wanted, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_message(new MessageBar(this))
    , m_linkName(wanted.name)
{
    setObjectName("getDialog"_L1);
    setWindowTitle(tr("Get by CID or link"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 24, 24, 20);
    rows->setSpacing(4);
    auto* title = titleLabel(this);
    title->setText(tr("Get a file or folder"));
    auto* hint = mutedLabel(this);
    hint->setText(
        tr("“%1” is asked for it, then the gateways in your settings, if any. Every block is "
           "checked against the CID.")
            .arg(nameText(session.record().name)));
    rows->addWidget(title);
    rows->addWidget(hint);
    rows->addSpacing(8);
    rows->addWidget(m_message);
    rows->addSpacing(4);
    m_link = addField(*rows, tr("&CID or link"), "getLinkEdit"_L1, {});
    m_link->setFont(fixedFont(font()));
    m_link->setPlaceholderText(u"ipfs://"_s);
    m_path = addField(*rows, tr("&Path inside"), "getPathEdit"_L1,
                      tr("A file or folder in it; empty for all of it."));
    makeTarget(*rows);
    rows->addStretch();
    rows->addSpacing(12);
    makeButtons(*rows);
    setMinimumWidth(fontMetrics().averageCharWidth() * 84);

    m_link->setText(wanted.cid.toString());
    m_link->setCursorPosition(0);
    m_path->setText(wanted.path);
    connect(m_link, &QLineEdit::editingFinished, this, &GetDialog::takeLinkApart);
    connect(m_link, &QLineEdit::textEdited, this, [this] { m_linkName.clear(); });
    connect(m_link, &QLineEdit::textChanged, this, &GetDialog::propose);
    connect(m_path, &QLineEdit::textChanged, this, &GetDialog::propose);
    connect(m_target, &QLineEdit::textEdited, this, [this] { m_isTargetChosen = true; });
    propose();
    // What stands there is right already; where it goes is the question.
    (wanted.cid.isNull() ? m_link : m_target)->setFocus();
}

QLineEdit* GetDialog::addField(QBoxLayout& rows, const QString& caption, QLatin1StringView name,
                               const QString& hint)
{
    auto* edit = new QLineEdit(this);
    edit->setObjectName(name);
    auto* label = captionLabel(caption, this);
    label->setBuddy(edit);
    rows.addWidget(label);
    rows.addWidget(edit);
    if (!hint.isEmpty()) {
        edit->setAccessibleDescription(hint);
        auto* explanation = mutedLabel(this);
        explanation->setText(hint);
        rows.addWidget(explanation);
    }
    rows.addSpacing(10);
    return edit;
}

void GetDialog::makeTarget(QBoxLayout& rows)
{
    m_target = new QLineEdit(this);
    m_target->setObjectName("getTargetEdit"_L1);
    auto* label = captionLabel(tr("&Save as"), this);
    label->setBuddy(m_target);
    auto* choose = new QPushButton(tr("C&hoose…"), this);
    choose->setObjectName("getChooseButton"_L1);
    choose->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_target, 1);
    row->addWidget(choose);
    auto* note = mutedLabel(this);
    note->setText(tr("Nothing is overwritten."));
    m_target->setAccessibleDescription(note->text());
    rows.addWidget(label);
    rows.addLayout(row);
    rows.addWidget(note);
    connect(choose, &QPushButton::clicked, this, &GetDialog::chooseTarget);
}

void GetDialog::makeButtons(QBoxLayout& rows)
{
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName("cancelButton"_L1);
    cancel->setAutoDefault(false);
    auto* get = new QPushButton(tr("&Get"), this);
    get->setObjectName("getButton"_L1);
    get->setDefault(true);
    setLook(get, Look::Primary);
    auto* row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(get);
    rows.addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(get, &QPushButton::clicked, this, &GetDialog::submit);
}

/// A link that was pasted becomes a CID and a path, so that both can be seen and changed.
void GetDialog::takeLinkApart()
{
    const auto pasted = content::referenceFrom(m_link->text());
    if (!pasted || m_link->text() == pasted->cid.toString())
        return;
    m_linkName = pasted->name;
    m_link->setText(pasted->cid.toString());
    if (!pasted->path.isEmpty())
        m_path->setText(pasted->path);
    propose();
}

/// The name that the link proposes, else that of the path, else what the account calls it.
void GetDialog::propose()
{
    const auto wanted = content::referenceFrom(m_link->text());
    if (!wanted || m_isTargetChosen)
        return;
    const content::CidString cid(wanted->cid);
    const QString path = wanted->path.isEmpty() ? m_path->text() : wanted->path;
    const QString storedName = m_known == cid ? m_storedName : QString();
    const QString name = !m_linkName.isEmpty() ? m_linkName
        : path.isEmpty()                       ? storedName
                         : path.section(u'/', -1, -1, QString::SectionSkipEmpty);
    m_target->setText(QDir::toNativeSeparators(proposedTarget(downloadFolder(), name, cid)));
    if (m_known == cid)
        return;
    m_known = cid;
    m_storedName.clear();
    whenDone(m_session.library().item(cid), this, [this, cid](const Result<Upload>& upload) {
        if (!upload || !(m_known == cid))
            return;
        m_storedName = upload->name;
        propose();
    });
}

void GetDialog::chooseTarget()
{
    auto* dialog = new QFileDialog(this, tr("Save as"));
    dialog->setObjectName("getTargetDialog"_L1);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    // Nothing is overwritten, so there is nothing to confirm.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    const QFileInfo proposed(m_target->text());
    dialog->setDirectory(proposed.absolutePath());
    dialog->selectFile(proposed.fileName());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& target) {
        m_isTargetChosen = true;
        m_target->setText(QDir::toNativeSeparators(target));
    });
    dialog->open();
}

void GetDialog::submit()
{
    takeLinkApart();
    const QString link = m_link->text().trimmed();
    if (link.isEmpty())
        return complain(tr("Paste a CID or a link with one."), *m_link);
    const auto wanted = content::referenceFrom(link);
    if (!wanted) {
        return complain(isAddress(link) ? refusedAddressText(link)
                                        : tr("This is no CID. Copy it again, whole, from where it "
                                             "came from."),
                        *m_link);
    }
    const QString target = QDir::fromNativeSeparators(m_target->text().trimmed());
    if (!QDir::isAbsolutePath(target))
        return complain(tr("Say where it is to go: a folder of this computer and a new name."),
                        *m_target);
    if (const QFileInfo there(target); there.exists() || there.isSymLink())
        return complain(tr("There is something of that name already. Choose another name; nothing "
                           "is overwritten."),
                        *m_target);
    const DownloadRequest request{content::CidString(wanted->cid), m_path->text(), target, {}};
    if (const auto added = m_session.transfers().add(request); !added)
        return complain(errorText(added.error()), *m_target);
    accept();
}

void GetDialog::complain(const QString& problem, QLineEdit& field)
{
    m_message->showMessage(Tone::Bad, problem);
    field.setFocus();
    field.selectAll();
}

} // namespace cairn
