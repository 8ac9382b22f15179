//! Rules that are phrases and nothing else: each is a constant here and its rows in
//! `data/phrases.tsv`.

use crate::rule::{Certainty, Rule, Stage};

/// The rules of the table of phrases, by name.
pub(crate) static RULES: &[&Rule] = &[
    &ADVERTISEMENT,
    &APP_BANNER,
    &COMMENT_LINE,
    &CONTACTS,
    &COOKIE_NOTICE,
    &COPYRIGHT_LINE,
    &CURRENCY_TICKER,
    &ERROR_REPORT,
    &FOOTER,
    &LATEST_NEWS,
    &LOGIN,
    &MACHINE_TRANSLATION_NOTICE,
    &MOST_READ,
    &NAVIGATION,
    &NEWSLETTER,
    &PHOTO_CREDIT,
    &PLAYER_NOTICE,
    &PRINT_VERSION,
    &READ_MORE,
    &REGISTRATION_NOTICE,
    &RELATED_NEWS,
    &REUSE_NOTICE,
    &SECTION_NAME,
    &SHARE_LINE,
    &SOCIAL_FOLLOW,
    &SPAMBOT_NOTICE,
    &SUBSCRIPTION,
    &TAG_LINE,
    &VIEW_COUNTER,
    &WEATHER_WIDGET,
];

/// Rules whose words may stand beside a number and nothing else: "Пікірлер (5)".
pub(crate) static COUNTED: &[&Rule] = &[&COMMENT_LINE, &SHARE_LINE, &VIEW_COUNTER];

/// Rules whose words at the end of a sentence are part of it: "… has been watched 400 times."
pub(crate) static TOLD: &[&Rule] = &[&READ_MORE, &VIEW_COUNTER];

/// Rules whose words are also headings inside an article when a colon follows.
pub(crate) static MENUS: &[&Rule] = &[&FOOTER, &NAVIGATION, &SECTION_NAME];

/// Rules whose words are entries of menus: three of them in a row are one.
pub(crate) static ENTRIES: &[&Rule] = &[&FOOTER, &NAVIGATION, &PHOTO_CREDIT, &PLAYER_NOTICE, &SECTION_NAME];

/// A rule of this stage that removes; its example comes out empty.
const fn removal(name: &'static str, summary: &'static str, reason: &'static str, example: &'static str) -> Rule {
    Rule::new(name, Stage::Label, Certainty::Certain, summary, reason, (example, ""))
}

/// Marks of advertisements, and offers of space for them.
pub(crate) static ADVERTISEMENT: Rule = removal(
    "advertisement",
    "Marks of advertisements, and offers of space for them",
    "They belong to the layout; prose about advertising stays.",
    "Жарнама",
);

/// Invitations to install the application of the site.
pub(crate) static APP_BANNER: Rule = removal(
    "app-banner",
    "Invitations to install the application of the site",
    "They advertise the site itself; news about an application are prose and stay.",
    "Download our mobile app",
);

/// Heads and forms of comments, and who may write them.
pub(crate) static COMMENT_LINE: Rule = removal(
    "comment-line",
    "Heads and forms of comments, and who may write them",
    "They belong to the discussion below an article; comments of officials in the text stay.",
    "Комментарии (5)",
);

/// Addresses, telephone numbers and bank details of an office, after their labels.
pub(crate) static CONTACTS: Rule = removal(
    "contacts",
    "Addresses, telephone numbers and bank details of an office, after their labels",
    "They are of the site; the contact in an announcement is decided by its neighbors.",
    "Мекенжай: Достық даңғылы, 1",
);

/// Notices and buttons about cookies and consent.
pub(crate) static COOKIE_NOTICE: Rule = removal(
    "cookie-notice",
    "Notices and buttons about cookies and consent",
    "They belong to the visit, not to the article; an article about cookies stays.",
    "Біздің сайт cookie файлдарын пайдаланады",
);

/// Claims of copyright of the site.
pub(crate) static COPYRIGHT_LINE: Rule = removal(
    "copyright-line",
    "Claims of copyright of the site",
    "The same stands on each page; an article about copyright stays.",
    "Барлық құқықтар қорғалған",
);

/// Exchange rates and quotations in a strip.
pub(crate) static CURRENCY_TICKER: Rule = removal(
    "currency-ticker",
    "Exchange rates and quotations in a strip",
    "They belong to the day of fetching; rates inside a sentence stay.",
    "Курс валют",
);

/// Invitations to report a mistake in the text.
pub(crate) static ERROR_REPORT: Rule = removal(
    "error-report",
    "Invitations to report a mistake in the text",
    "They are controls of the site.",
    "Нашли ошибку? Выделите её и нажмите Ctrl+Enter",
);

/// Links and imprint at the foot of a page: about, terms, privacy, editors, makers of the site.
pub(crate) static FOOTER: Rule = removal(
    "footer",
    "Links and imprint at the foot of a page: about, terms, privacy, editors, makers of the site",
    "The same stands on each page.",
    "Политика конфиденциальности",
);

/// Heads of lists of the newest articles.
pub(crate) static LATEST_NEWS: Rule = removal(
    "latest-news",
    "Heads of lists of the newest articles",
    "What follows are titles of other articles; “latest news” inside a sentence stays.",
    "Последние новости",
);

/// Forms to log in and register at the site.
pub(crate) static LOGIN: Rule = removal(
    "login",
    "Forms to log in and register at the site",
    "They are controls; how to register for a service is told in prose and stays.",
    "Құпиясөзді ұмыттыңыз ба?",
);

/// Notes that the text was translated by a machine.
pub(crate) static MACHINE_TRANSLATION_NOTICE: Rule = removal(
    "machine-translation-notice",
    "Notes that the text was translated by a machine",
    "It speaks of the page and not of its subject.",
    "Этот текст переведён автоматически",
);

/// Heads of lists of popular articles.
pub(crate) static MOST_READ: Rule = removal(
    "most-read",
    "Heads of lists of popular articles",
    "What follows are titles of other articles.",
    "Ең көп оқылған",
);

/// Menus, search boxes, paging, language switches and the way back up.
pub(crate) static NAVIGATION: Rule = removal(
    "navigation",
    "Menus, search boxes, paging, language switches and the way back up",
    "They lead through the site and say nothing of the news; a menu word inside a sentence stays.",
    "Басты бет",
);

/// Invitations to receive news by mail or as notifications.
pub(crate) static NEWSLETTER: Rule = removal(
    "newsletter",
    "Invitations to receive news by mail or as notifications",
    "They advertise the site itself.",
    "Подпишитесь на нашу рассылку",
);

/// Credits and captions of pictures and videos.
pub(crate) static PHOTO_CREDIT: Rule = removal(
    "photo-credit",
    "Credits and captions of pictures and videos",
    "They describe what the text does not show; a sentence that mentions a picture stays.",
    "Фото: пресс-служба акимата",
);

/// Controls and failures of players of video and sound, and complaints about the browser.
pub(crate) static PLAYER_NOTICE: Rule = removal(
    "player-notice",
    "Controls and failures of players of video and sound, and complaints about the browser",
    "The browser or the player wrote it.",
    "Your browser does not support the video tag.",
);

/// Links to print or download the page.
pub(crate) static PRINT_VERSION: Rule = removal(
    "print-version",
    "Links to print or download the page",
    "They are controls of the site.",
    "Версия для печати",
);

/// Links to the whole text of a teaser.
pub(crate) static READ_MORE: Rule = removal(
    "read-more",
    "Links to the whole text of a teaser",
    "They are controls; the teaser before them stays or goes on its own account.",
    "Толығырақ",
);

/// Registration of the medium with a ministry, its certificate, owner and founder.
pub(crate) static REGISTRATION_NOTICE: Rule = removal(
    "registration-notice",
    "Registration of the medium with a ministry, its certificate, owner and founder",
    "The law demands it on each page; the registration of an order with the ministry of justice is law text and stays.",
    "Свидетельство о постановке на учёт № KZ00VPY00000000",
);

/// Heads of lists of related articles, and lines that send the reader to one.
pub(crate) static RELATED_NEWS: Rule = removal(
    "related-news",
    "Heads of lists of related articles, and lines that send the reader to one",
    "What follows is the title of another article; a sentence that says “also” stays.",
    "Читайте также: Новая дорога открыта",
);

/// Conditions for using the site's materials, and denials of responsibility.
pub(crate) static REUSE_NOTICE: Rule = removal(
    "reuse-notice",
    "Conditions for using the site's materials, and denials of responsibility",
    "The same stands on each page.",
    "При использовании материалов ссылка на сайт обязательна",
);

/// The name of a section alone on its line.
pub(crate) static SECTION_NAME: Rule = removal(
    "section-name",
    "The name of a section alone on its line",
    "It belongs to the layout; the same word as a heading between paragraphs of a digest stays.",
    "Қоғам",
);

/// Buttons to share, like, rate or copy, and names of social networks alone on a line.
pub(crate) static SHARE_LINE: Rule = removal(
    "share-line",
    "Buttons to share, like, rate or copy, and names of social networks alone on a line",
    "They are controls; a sentence about a network stays.",
    "Бөлісу",
);

/// Invitations to follow the site in social networks and messengers.
pub(crate) static SOCIAL_FOLLOW: Rule = removal(
    "social-follow",
    "Invitations to follow the site in social networks and messengers",
    "They advertise the site itself; a sentence that names a channel as its source stays.",
    "Біздің Telegram арнамызға жазылыңыз",
);

/// What stands in for hidden mail addresses, and demands to switch on JavaScript.
pub(crate) static SPAMBOT_NOTICE: Rule = removal(
    "spambot-notice",
    "What stands in for hidden mail addresses, and demands to switch on JavaScript",
    "The site's engine wrote it.",
    "This email address is being protected from spambots.",
);

/// Paywalls, subscriptions and calls for donations.
pub(crate) static SUBSCRIPTION: Rule = removal(
    "subscription",
    "Paywalls, subscriptions and calls for donations",
    "They stand in for text that was not shown; nothing of the article is lost.",
    "Register to read more",
);

/// Tags, keywords and categories of an article.
pub(crate) static TAG_LINE: Rule = removal(
    "tag-line",
    "Tags, keywords and categories of an article",
    "They are metadata in a list, not a sentence.",
    "Теги: дороги, ремонт",
);

/// How often an article was viewed and how long it takes to read.
pub(crate) static VIEW_COUNTER: Rule = removal(
    "view-counter",
    "How often an article was viewed and how long it takes to read",
    "A counter changes with each visit; a number of views in a sentence stays.",
    "123 рет қаралды",
);

/// Weather blocks: temperature, humidity, wind.
pub(crate) static WEATHER_WIDGET: Rule = removal(
    "weather-widget",
    "Weather blocks: temperature, humidity, wind",
    "They tell the weather of the day the page was fetched; a report about the weather is prose and stays.",
    "Ауа райы",
);
