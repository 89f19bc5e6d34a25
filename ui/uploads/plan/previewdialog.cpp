// SPDX-License-Identifier: MIT OR Apache-2.0
#include "ui/uploads/plan/previewdialog.h"

#include "core/content/unixfs/profile.h"
#include "ui/common/copyfield.h"
#include "ui/common/label.h"
#include "ui/common/messagebar.h"
#include "ui/common/picture.h"
#include "ui/style/cairnstyle.h"
#include "ui/text/displaytext.h"
#include "ui/text/errortext.h"
#include "ui/text/previewtext.h"
#include "ui/uploads/plan/problemlist.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace cairn {
using namespace Qt::StringLiterals;
using Kind = content::Problem::Kind;
using Wrap = UploadRequest::Wrap;

namespace {

qint64 countOf(const UploadPreview& preview, Kind kind)
{
    return preview.packedUpload() ? preview.packedUpload()->totals.count(kind) : 0;
}

qint64 unreadable(const UploadPreview& preview)
{
    return countOf(preview, Kind::UnreadableLeftOut) + countOf(preview, Kind::NameLeftOut);
}

QString sourceOf(const UploadRequest& request)
{
    if (!request.carFile.isEmpty())
        return request.carFile;
    return request.paths.size() == 1 ? request.paths.front() : QString();
}

QString titleOf(const UploadRequest& request)
{
    const QString source = sourceOf(request);
    return source.isEmpty()
        ? PreviewDialog::tr("Upload %Ln item(s) together?", nullptr, int(request.paths.size()))
        : PreviewDialog::tr("Upload “%1”?").arg(nameText(QFileInfo(source).fileName()));
}

/// What the profile does with a single source by itself.
bool wrapsByItself(const QString& profile)
{
    const auto known = content::Profile::named(profile);
    return !known || known->roots != content::Profile::Roots::Bare;
}

} // namespace

PreviewDialog::PreviewDialog(AccountSession& session, UploadPreview& preview, bool startsAtOnce,
                             QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_preview(preview)
    , m_source(sourceOf(preview.request()))
    , m_message(new MessageBar(this))
{
    setObjectName("previewDialog"_L1);
    setWindowTitle(tr("Upload"));
    setWindowModality(Qt::WindowModal);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 20);
    layout->setSpacing(12);
    makeTitle(*layout);
    makeCid(*layout);
    makeChoices(*layout);
    makeNotes(*layout);
    makeButtons(*layout);
    m_atOnce->setChecked(startsAtOnce);
    setMinimumWidth(fontMetrics().averageCharWidth() * 98);

    connect(m_message, &MessageBar::actionTriggered, &m_preview, &UploadPreview::begin);
    connect(&m_preview, &UploadPreview::changed, this, &PreviewDialog::update);
    connect(&m_session.account(), &Account::changed, this, &PreviewDialog::updateTicks);
    chooseProfile();
    update();
    m_name->setFocus();
}

void PreviewDialog::makeTitle(QBoxLayout& layout)
{
    auto* title = titleLabel(this);
    title->setObjectName("previewTitle"_L1);
    title->setText(titleOf(m_preview.request()));
    m_numbers = mutedLabel(this);
    m_numbers->setObjectName("previewNumbers"_L1);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    texts->addWidget(title);
    texts->addWidget(m_numbers);
    layout.addLayout(texts);
    layout.addWidget(m_message);
}

void PreviewDialog::makeCid(QBoxLayout& layout)
{
    m_cid = new CopyField(tr("CID"), tr("Copy CID"), this);
    m_cid->focusProxy()->setObjectName("previewCid"_L1);
    m_listedPicture = new Picture(20, this);
    m_listed = valueLabel(this);
    m_listed->setObjectName("previewListed"_L1);
    auto* listed = new QHBoxLayout;
    listed->setSpacing(10);
    listed->addWidget(m_listedPicture, 0, Qt::AlignTop);
    listed->addWidget(m_listed, 1);
    auto* rows = new QVBoxLayout;
    rows->setSpacing(6);
    rows->addWidget(captionLabel(tr("CID"), this));
    rows->addWidget(m_cid);
    rows->addLayout(listed);
    layout.addLayout(rows);
}

QWidget* PreviewDialog::makeSendAs()
{
    m_sendAs = new QComboBox(this);
    m_sendAs->setObjectName("previewSendAs"_L1);
    m_sendAs->addItem(tr("The blocks in it, under their own root"));
    m_sendAs->addItem(tr("A file like any other"));
    m_sendAs->setCurrentIndex(m_preview.request().carFile.isEmpty() ? 1 : 0);
    connect(m_sendAs, &QComboBox::currentIndexChanged, this, &PreviewDialog::change);
    return m_sendAs;
}

void PreviewDialog::makeChoices(QBoxLayout& layout)
{
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    const auto add = [&](const QString& caption, QWidget* field) {
        auto* label = captionLabel(caption, this);
        label->setBuddy(field);
        const int row = grid->rowCount();
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1);
        return label;
    };
    m_name = new QLineEdit(m_preview.request().name, this);
    m_name->setObjectName("previewName"_L1);
    m_name->setMaxLength(255);
    m_name->setPlaceholderText(nameText(shownName(m_preview.request())));
    add(tr("&Name"), m_name);
    if (m_source.endsWith(".car"_L1, Qt::CaseInsensitive))
        add(tr("Send &as"), makeSendAs());
    m_profile = new QComboBox(this);
    m_profile->setObjectName("previewProfile"_L1);
    for (const content::Profile& profile : content::profiles())
        m_profile->addItem(profile.name);
    m_profile->setCurrentText(m_preview.request().profile.isEmpty()
                                  ? content::profiles().front().name
                                  : m_preview.request().profile);
    add(tr("&Profile"), m_profile);
    m_meaning = mutedLabel(this);
    m_meaning->setObjectName("previewMeaning"_L1);
    grid->addWidget(m_meaning, grid->rowCount(), 1);
    m_wrap = new QCheckBox(tr("&Wrap in a folder, so that the name is kept"), this);
    m_wrap->setObjectName("previewWrap"_L1);
    grid->addWidget(m_wrap, grid->rowCount(), 1);
    m_hidden = new QCheckBox(tr("Include &hidden files and folders"), this);
    m_hidden->setObjectName("previewHidden"_L1);
    m_hidden->setChecked(m_preview.request().hidden == UploadRequest::Hidden::Include);
    grid->addWidget(m_hidden, grid->rowCount(), 1);
    m_links = new QComboBox(this);
    m_links->setObjectName("previewLinks"_L1);
    // In the order of UploadRequest::Links.
    m_links->addItems({tr("As the profile has them"), tr("Send what they lead to"),
                       tr("Keep them as links"), tr("Leave them out")});
    m_links->setCurrentIndex(int(m_preview.request().links));
    m_linksCaption = add(tr("L&inks"), m_links);
    m_links->hide();
    layout.addLayout(grid);
    connect(m_profile, &QComboBox::currentIndexChanged, this, [this] {
        chooseProfile();
        change();
    });
    connect(m_wrap, &QCheckBox::toggled, this, &PreviewDialog::change);
    connect(m_hidden, &QCheckBox::toggled, this, &PreviewDialog::change);
    connect(m_links, &QComboBox::currentIndexChanged, this, &PreviewDialog::change);
}

void PreviewDialog::makeNotes(QBoxLayout& layout)
{
    m_problems = new ProblemList(this);
    m_without = new QCheckBox(this);
    m_without->setObjectName("previewWithout"_L1);
    m_public = new QCheckBox(tr("I want what looks like a secret to be p&ublic"), this);
    m_public->setObjectName("previewPublic"_L1);
    auto* notice = mutedLabel(this);
    notice->setObjectName("previewNotice"_L1);
    //: %1 is the sentence about what it is sent with.
    notice->setText(tr("What is uploaded is public: whoever has the CID can read it, and copies "
                       "that others make cannot be taken back. %1")
                        .arg(credentialText(m_session.record())));
    layout.addWidget(m_problems, 1);
    layout.addWidget(m_without);
    layout.addWidget(m_public);
    layout.addStretch();
    layout.addWidget(notice);
    connect(m_without, &QCheckBox::toggled, this, &PreviewDialog::updateTicks);
    connect(m_public, &QCheckBox::toggled, this, &PreviewDialog::updateTicks);
}

void PreviewDialog::makeButtons(QBoxLayout& layout)
{
    m_atOnce = new QCheckBox(tr("Start at &once from now on"), this);
    m_atOnce->setObjectName("previewAtOnce"_L1);
    m_atOnce->setToolTip(tr("Without this question, unless something looks like a secret. The File "
                            "menu has it too."));
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName("cancelButton"_L1);
    cancel->setAutoDefault(false);
    m_start = new QPushButton(tr("&Start"), this);
    m_start->setObjectName("previewStart"_L1);
    m_start->setDefault(true);
    setLook(m_start, Look::Primary);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_atOnce);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_start);
    layout.addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &PreviewDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &PreviewDialog::start);
    for (const auto& keys : {u"Ctrl+Return"_s, u"Ctrl+Enter"_s}) {
        auto* shortcut = new QShortcut(QKeySequence(keys), this);
        connect(shortcut, &QShortcut::activated, m_start, &QPushButton::click);
    }
}

bool PreviewDialog::startsAtOnce() const
{
    return m_atOnce->isChecked();
}

/// Several sources have a folder around them whatever the profile.
void PreviewDialog::chooseProfile()
{
    const QString profile = m_profile->currentText();
    const QSignalBlocker noChange(m_wrap);
    m_wrap->setChecked(m_source.isEmpty() || wrapsByItself(profile));
}

UploadRequest PreviewDialog::chosen() const
{
    UploadRequest request = m_preview.request();
    request.name = m_name->text().trimmed();
    if (m_sendAs) {
        const bool asBlocks = m_sendAs->currentIndex() == 0;
        request.carFile = asBlocks ? m_source : QString();
        request.paths = asBlocks ? QStringList() : QStringList{m_source};
    }
    const QString profile = m_profile->currentText();
    request.profile = profile == content::profiles().front().name ? QString() : profile;
    const bool isUsual = m_source.isEmpty() || m_wrap->isChecked() == wrapsByItself(profile);
    request.wrap = isUsual ? Wrap::AsProfile : m_wrap->isChecked() ? Wrap::Yes : Wrap::No;
    request.hidden
        = m_hidden->isChecked() ? UploadRequest::Hidden::Include : UploadRequest::Hidden::Skip;
    request.links = UploadRequest::Links(m_links->currentIndex());
    return request;
}

void PreviewDialog::change()
{
    m_preview.change(chosen());
}

void PreviewDialog::update()
{
    const auto& packed = m_preview.packedUpload();
    m_numbers->setText(previewNumbers(m_preview));
    m_cid->setValue(packed ? packed->root.toString() : QString());
    const StatusText listed = listingText(m_preview);
    m_listedPicture->set(listed.icon, listed.tone);
    m_listed->setText(listed.text);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_listedPicture), static_cast<QWidget*>(m_listed)})
        widget->setVisible(m_preview.state() != UploadPreview::State::Failed);
    if (m_preview.state() == UploadPreview::State::Failed)
        m_message->showMessage(Tone::Bad, errorText(*m_preview.error()), tr("&Read again"));
    else
        m_message->clear();
    if (m_preview.state() == UploadPreview::State::Reading) {
        // What was agreed to was what the run before had found.
        m_public->setChecked(false);
        m_without->setChecked(false);
    }
    const bool isPacked = !m_sendAs || m_sendAs->currentIndex() == 1;
    m_meaning->setText(isPacked ? profileMeaning(m_profile->currentText())
                                : tr("No profile: blocks and CIDs stay as they are in the CAR."));
    m_profile->setEnabled(isPacked);
    m_wrap->setEnabled(isPacked && !m_source.isEmpty());
    m_hidden->setEnabled(isPacked);
    m_links->setEnabled(isPacked);
    // Stays once it is there: what is left out is met no more.
    const bool asksForLinks = !m_links->isHidden() || m_links->currentIndex() != 0
        || countOf(m_preview, Kind::LinkLeavesFolder) > 0;
    m_links->setVisible(asksForLinks);
    m_linksCaption->setVisible(asksForLinks);
    m_problems->show(m_preview);
    m_problems->setVisible(!m_problems->isEmpty());
    updateTicks();
}

void PreviewDialog::updateTicks()
{
    const qint64 left = unreadable(m_preview);
    m_without->setText(tr("&Leave out the %Ln entries that cannot be sent", nullptr, int(left)));
    m_without->setVisible(left > 0);
    m_public->setVisible(countOf(m_preview, Kind::LikelySecret) > 0);
    m_start->setEnabled(mayStart());
    grow();
}

/// As high as its contents now, and on the screen with all of it: the list of problems gives way.
void PreviewDialog::grow()
{
    layout()->activate();
    const QRect room = screen()->availableGeometry().adjusted(0, 16, 0, -16);
    const int wanted = std::min(layout()->totalHeightForWidth(width()), room.height());
    if (wanted > height())
        resize(width(), wanted);
    if (isVisible() && frameGeometry().bottom() > room.bottom())
        move(x(), std::max(room.top(), room.bottom() - frameGeometry().height()));
}

bool PreviewDialog::mayStart() const
{
    return m_preview.state() == UploadPreview::State::Ready
        && m_session.account().permission(Account::Action::Upload) == Account::Permission::Yes
        && (unreadable(m_preview) == 0 || m_without->isChecked())
        && (countOf(m_preview, Kind::LikelySecret) == 0 || m_public->isChecked());
}

void PreviewDialog::start()
{
    if (!mayStart())
        return;
    change();
    disconnect(&m_preview, nullptr, this, nullptr);
    const auto started = m_session.start(m_preview);
    if (!started) {
        connect(&m_preview, &UploadPreview::changed, this, &PreviewDialog::update);
        m_message->showMessage(Tone::Bad, errorText(started.error()));
        return;
    }
    m_started = *started;
    accept();
}

void PreviewDialog::reject()
{
    disconnect(&m_preview, nullptr, this, nullptr);
    m_session.drop(m_preview);
    QDialog::reject();
}

} // namespace cairn
