//! Listings composed of the gold articles, in the layouts that sites have: what guards splitting in general.
//!
//! The pages are the same at every run. Heads, feet and menus were invented.

use crate::gold::{Article, Cut, Gold};

/// How the items of a page are laid out.
#[derive(Clone, Copy, Debug)]
enum Layout {
    /// Title and date on one line, the text glued to one line, its source at the end.
    Glued,
    /// A line with the date, one with the title, the text.
    DateFirst,
    /// A number before the title, the date in brackets at the end.
    Numbered,
    /// Title, date, text, and a line of stars between items.
    Separated,
    /// Title in capitals, the date below.
    Capitals,
    /// Date, title and text on one line.
    OneLine,
    /// Title with the date in brackets, no blank line anywhere.
    NoBlank,
}

const LAYOUTS: &[(Layout, &str)] = &[
    (Layout::Glued, "glued"),
    (Layout::DateFirst, "datefirst"),
    (Layout::Numbered, "numbered"),
    (Layout::Separated, "separated"),
    (Layout::Capitals, "capitals"),
    (Layout::OneLine, "oneline"),
    (Layout::NoBlank, "noblank"),
];

const LANGUAGES: &[&str] = &["kk", "ru", "en"];

/// Pages to compose.
pub const PAGES: usize = 60;
/// Paragraphs of an article that are taken at most.
const PARAGRAPHS: usize = 5;

/// Composes the pages out of the articles of `gold` that have a title and a date.
pub fn listings(gold: &[Gold]) -> Vec<Gold> {
    let mut random = Random(0x7461_7a61_6c61);
    let items: Vec<&Article> = gold.iter().flat_map(|page| &page.articles).filter(|a| suits(a)).collect();
    let compose = |n: usize| {
        let (layout, name) = LAYOUTS[n % LAYOUTS.len()];
        let language = LANGUAGES[n / LAYOUTS.len() % LANGUAGES.len()];
        let mut pool: Vec<&Article> = items.iter().copied().filter(|a| a.language == language).collect();
        let count = 4 + random.below(5);
        let mut page = Builder::default();
        if random.below(2) == 0 {
            menu(language).iter().for_each(|line| page.cut(line, "nav"));
        }
        for number in 1..=count.min(pool.len()) {
            let item = pool.swap_remove(random.below(pool.len()));
            page.item(item, layout, number, language);
        }
        if random.below(2) == 0 {
            foot(language).iter().for_each(|line| page.cut(line, "footer"));
        }
        page.finish(format!("composed_{n:02}_{language}_{name}"))
    };
    (0..PAGES).map(compose).collect()
}

fn suits(article: &Article) -> bool {
    let titled = article.title.as_deref().is_some_and(|t| t.split_whitespace().count() >= 3 && t.to_uppercase() != t);
    let dated = article.date.as_deref().is_some_and(|d| d.len() >= 10);
    titled && dated && article.text.split_whitespace().count() >= 12
}

fn menu(language: &str) -> &'static [&'static str] {
    match language {
        "kk" => &["Басты бет", "Жаңалықтар", "Қоғам", "Спорт", "Байланыс"],
        "ru" => &["Главная", "Новости", "Общество", "Спорт", "Контакты"],
        _ => &["Home", "News", "Society", "Sports", "Contact us"],
    }
}

fn foot(language: &str) -> &'static [&'static str] {
    match language {
        "kk" => &["© 2024 «Дала үні» газеті. Барлық құқықтар қорғалған.", "Біз әлеуметтік желілердеміз"],
        "ru" => &["© 2024 Газета «Голос степи». Все права защищены.", "Мы в социальных сетях"],
        _ => &["© 2024 Steppe Voice. All rights reserved.", "Follow us on social media"],
    }
}

/// A page in the making.
#[derive(Default)]
struct Builder {
    page: String,
    lines: usize,
    articles: Vec<Article>,
    cuts: Vec<Cut>,
}

impl Builder {
    fn line(&mut self, text: &str) {
        self.page.push_str(text);
        self.page.push('\n');
        self.lines += 1;
    }

    fn cut(&mut self, text: &str, reason: &str) {
        self.line(text);
        self.mark(text, reason, false);
    }

    /// Labels words of the last line.
    fn mark(&mut self, text: &str, reason: &str, inline: bool) {
        self.cuts.push(Cut { line_no: self.lines, text: text.into(), reason: reason.into(), inline });
    }

    fn item(&mut self, from: &Article, layout: Layout, number: usize, language: &str) {
        let mut title = from.title.clone().unwrap_or_default();
        let paragraphs: Vec<&str> = from.text.split("\n\n").take(PARAGRAPHS).collect();
        let day = from.date.as_deref().unwrap_or_default()[..10].to_string();
        let (numeric, words) = (numeric(&day), in_words(&day, language));
        let mut text = paragraphs.join("\n\n");
        let mut source_url = None;
        match layout {
            Layout::Glued => {
                self.line(&format!("{title} {numeric}"));
                self.mark(&numeric, "metadata", true);
                let url = format!("https://dala.example.kz/{language}/{day}/{number}");
                let source = format!("Source : {url}");
                self.line(&format!("{}{source}", glued(&paragraphs)));
                self.mark(&source, "metadata", true);
                source_url = Some(url);
            }
            Layout::DateFirst => {
                self.cut(&numeric, "metadata");
                self.line(&title);
                paragraphs.iter().for_each(|p| self.line(p));
            }
            Layout::Numbered => {
                let mark = format!("{number}.");
                self.line(&format!("{mark} {title}"));
                self.mark(&mark, "nav", true);
                paragraphs.iter().for_each(|p| self.line(p));
                self.cut(&format!("({words})"), "metadata");
            }
            Layout::Separated => {
                self.line(&title);
                self.cut(&words, "metadata");
                paragraphs.iter().for_each(|p| self.line(p));
                self.cut("* * *", "nav");
            }
            Layout::Capitals => {
                title = title.to_uppercase();
                self.line(&title);
                self.cut(&words, "metadata");
                paragraphs.iter().for_each(|p| self.line(p));
                self.line("");
            }
            Layout::OneLine => {
                let stop = if title.ends_with(['.', '!', '?', '…']) { "" } else { "." };
                text = paragraphs.join(" ");
                self.line(&format!("{numeric} {title}{stop} {text}"));
                self.mark(&numeric, "metadata", true);
            }
            Layout::NoBlank => {
                self.line(&format!("{title} ({numeric})"));
                self.mark(&format!("({numeric})"), "metadata", true);
                paragraphs.iter().for_each(|p| self.line(p));
            }
        }
        self.articles.push(Article {
            title: Some(title),
            text,
            date: Some(day),
            language: language.into(),
            source_url,
            ..Article::default()
        });
    }

    fn finish(self, name: String) -> Gold {
        Gold { name, page: self.page, articles: self.articles, cuts: self.cuts }
    }
}

/// Paragraphs on one line, without a space where a sentence ends.
fn glued(paragraphs: &[&str]) -> String {
    let mut line = String::new();
    for paragraph in paragraphs {
        if !line.is_empty() && !line.ends_with('.') {
            line.push(' ');
        }
        line.push_str(paragraph);
    }
    line
}

/// `21.02.2025` of `2025-02-21`.
fn numeric(day: &str) -> String {
    format!("{}.{}.{}", &day[8..10], &day[5..7], &day[..4])
}

/// `21 ақпан 2025` of `2025-02-21`.
fn in_words(day: &str, language: &str) -> String {
    let months = match language {
        "kk" => "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
        "ru" => "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        _ => "January February March April May June July August September October November December",
    };
    let month: usize = day[5..7].parse().expect("a month");
    let name = months.split(' ').nth(month - 1).expect("a month");
    format!("{} {name} {}", day[8..10].trim_start_matches('0'), &day[..4])
}

/// Numbers that are the same at every run (a 64-bit linear congruential generator, Knuth's constants).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}
