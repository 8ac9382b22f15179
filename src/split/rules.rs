//! The rules of this stage, and the reasons for leaving a line out that come from its place.

use crate::rule::Certainty::Certain;
use crate::rule::Rule;
use crate::rule::Stage::{Label, Split};

/// All of them, in the order a page is read.
pub(crate) static RULES: &[&Rule] = &[
    &TITLE_LINE,
    &TITLE_ECHO,
    &REPEATED_LINE,
    &DATE_LINE,
    &BYLINE,
    &SOURCE_LINE,
    &ITEM_NUMBER,
    &SEPARATOR,
    &REFRAIN,
    &ENGINE_LEFTOVER,
];

/// Reasons for leaving a line out that come from its place: rules of the stage `label`, which scored it.
pub(crate) static PLACE: &[&Rule] = &[&FOREIGN_SPAM, &TEASER, &MENU, &LINK_LIST, &SITE_FOOTER];

pub(crate) static TITLE_LINE: Rule = Rule::new(
    "title-line",
    Split,
    Certain,
    "the headline of an item, moved to `title`",
    "A headline names the text and is not part of it; it is kept as a field, without its date, number or section.",
    ("Жаңа көпір ашылды\nКеше қалада …", "Кеше қалада …"),
);

pub(crate) static TITLE_ECHO: Rule = Rule::new(
    "title-echo",
    Split,
    Certain,
    "the headline once more, in a breadcrumb, a share box or under a picture",
    "Sites print a headline up to four times; once is enough. A sentence of the text that happens to equal it stays.",
    ("Новый мост открыт\nНовый мост открыт\nВчера …", "Вчера …"),
);

pub(crate) static REPEATED_LINE: Rule = Rule::new(
    "repeated-line",
    Split,
    Certain,
    "a paragraph of the same article once more",
    "Introductions stand above and below the picture, banners between the paragraphs. Short lines such as a refrain may repeat and stay.",
    (
        "Су деңгейі екі метрге көтерілді.\nПоделиться\nСу деңгейі екі метрге көтерілді.",
        "Су деңгейі екі метрге көтерілді.",
    ),
);

pub(crate) static DATE_LINE: Rule = Rule::new(
    "date-line",
    Split,
    Certain,
    "the date of publication or change, moved to `date` or `date_modified`",
    "A date beside a title is metadata. A date told in a sentence stays there; an impossible date is no date.",
    ("Күні: 12 наурыз 2024", ""),
);

pub(crate) static BYLINE: Rule = Rule::new(
    "byline",
    Split,
    Certain,
    "author, agency or press service, moved to `byline`",
    "A line that only names who wrote is metadata. A sentence that names a source stays.",
    ("Пресс-служба акимата района", ""),
);

pub(crate) static SOURCE_LINE: Rule = Rule::new(
    "source-line",
    Split,
    Certain,
    "the address an item was taken from, moved to `source_url`",
    "`Source : URL`, often glued to the last word of the text, is metadata. An address inside a sentence stays.",
    ("The hall is open.Source : https://example.kz/1", "The hall is open."),
);

pub(crate) static ITEM_NUMBER: Rule = Rule::new(
    "item-number",
    Split,
    Certain,
    "the number of an item in a numbered list of news",
    "It counts items on the page and belongs to none of them. Numbers of a list inside one story stay.",
    ("2. Көктемгі егіс басталды", "Көктемгі егіс басталды"),
);

pub(crate) static SEPARATOR: Rule = Rule::new(
    "separator",
    Split,
    Certain,
    "a line of asterisks, dashes or dots",
    "It parts sections for the eye; paragraphs do that in the record.",
    ("* * *", ""),
);

pub(crate) static REFRAIN: Rule = Rule::new(
    "refrain",
    Split,
    Certain,
    "the line that stands behind every item of a page",
    "Aggregators close every item with the same advertisement of their own. It must stand behind three texts or more; the refrain of a song stands between verses.",
    ("«Егін» жобасы: хабарласыңыз!", ""),
);

pub(crate) static ENGINE_LEFTOVER: Rule = Rule::new(
    "engine-leftover",
    Split,
    Certain,
    "a line of a table of contents with dotted leaders, or the path of a file",
    "The site's engine or a converter left it in the text. A path told in a sentence stays.",
    ("Кіріспе ............ 3", ""),
);

pub(crate) static FOREIGN_SPAM: Rule = Rule::new(
    "foreign-spam",
    Label,
    Certain,
    "a stray line in a script the page does not use",
    "Hacked sites carry lines of gambling or fortune-telling in Chinese, Thai or Arabic. Words and names in another script inside a line stay.",
    ("娱乐平台 注册送彩金", ""),
);

pub(crate) static TEASER: Rule = Rule::new(
    "teaser",
    Label,
    Certain,
    "a headline or first sentence cut off by an ellipsis",
    "It leads to another page and ends in the middle of a sentence. A sentence that trails off inside a text stays.",
    ("В области растёт число малых предприятий, сообщили в…", ""),
);

pub(crate) static MENU: Rule = Rule::new(
    "menu",
    Label,
    Certain,
    "short lines before the text: sections, languages, search",
    "Navigation is the same on every page of a site. Short lines among sentences stay.",
    ("Басты бет\nСаясат\nСпорт", ""),
);

pub(crate) static LINK_LIST: Rule = Rule::new(
    "link-list",
    Label,
    Certain,
    "a run of headlines that lead to other pages",
    "Lists of other news, with or without topic words between, are not part of the article they stand beside. Lists whose lines belong to the text stay.",
    ("Спорт\nНаша команда вышла в финал\nПогода\nЗавтра ожидается снег", ""),
);

pub(crate) static SITE_FOOTER: Rule = Rule::new(
    "site-footer",
    Label,
    Certain,
    "short lines behind the text: about the site, contacts, sections again",
    "The foot of a page is the same on every page of a site.",
    ("Жоба туралы\nБайланыс", ""),
);
