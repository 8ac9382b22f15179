use std::collections::{BTreeSet, HashMap};

use super::*;

/// All phrases of `line`.
fn hits(line: &str) -> Vec<Hit> {
    let mut found = Vec::new();
    heads(&Opening::of(line.trim()), &mut found);
    [ends, mentions].iter().for_each(|look| look(line.trim(), &mut found));
    found
}

/// Names of the rules that `line` gives, with `whole`, `start`, `head`, `end` or `any`.
fn named(line: &str) -> BTreeSet<String> {
    hits(line).iter().map(|h| format!("{} {}", h.rule.name, format!("{:?}", h.at).to_lowercase())).collect()
}

#[test]
fn the_table_is_in_order() {
    let mut last = ("", "", "", "");
    let mut seen: HashMap<(&str, &str), &str> = HashMap::new();
    let mut languages: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for row in rows() {
        let (rule, language, at, text) = row;
        assert!(last < row, "{row:?} is not in order");
        last = row;
        assert!(rules::RULES.iter().any(|r| r.name == rule), "{row:?}: no such rule");
        assert!(matches!(language, "kk" | "ru" | "en"), "{row:?}");
        assert_eq!(seen.insert((at, text), rule), None, "{row:?} is there twice");
        languages.entry(rule).or_default().insert(language);

        let bare = text.strip_suffix('*').unwrap_or(text);
        assert_eq!(Folded::<ENDS>::head(bare).bytes(), bare.as_bytes(), "{row:?} is not folded");
        assert!(unicode_normalization::is_nfc(text), "{row:?} is not composed");
        assert_eq!(bare.trim(), bare);
        assert!(bare.len() < ENDS, "{row:?} is too long");
        let (first, end) = (bare.as_bytes()[0], bare.as_bytes()[bare.len() - 1]);
        match At::named(at) {
            At::Whole => assert!(
                bare.len() < LONGEST_WHOLE - GLANCE && is_word(first) && is_word(end),
                "{row:?} has signs at its ends"
            ),
            At::End => assert!(is_word(end) && bare.len() >= KEY, "{row:?} ends in a sign or is too short"),
            At::Any => assert!(bare.len() >= KEY, "{row:?} is too short to stand anywhere"),
            At::Start | At::Head => assert!(bare.len() >= 4 || bare == "©", "{row:?} is too short to begin a line"),
        }
    }
    for rule in rules::RULES {
        assert_eq!(languages.get(rule.name).map_or(0, BTreeSet::len), 3, "{} lacks a language", rule.name);
    }
}

#[test]
fn no_row_is_covered_by_a_shorter_one_of_its_rule() {
    let starts: Vec<_> = rows().filter(|r| matches!(r.2, "start" | "head")).collect();
    for (rule, _, at, text) in rows().filter(|r| matches!(r.2, "start" | "head" | "whole")) {
        // A head covers its own words alone, a start all that begins with it.
        let near = |r: &&(&str, &str, &str, &str)| r.0 == rule && (r.2 == "start" || r.3 == text);
        for (_, _, _, shorter) in starts.iter().filter(|r| near(r) && (r.2, r.3) != (at, text)) {
            let (bare, stem) = shorter.strip_suffix('*').map_or((*shorter, false), |s| (s, true));
            let covered = text.strip_prefix(bare).is_some_and(|rest| {
                let next = rest.bytes().next();
                stem || !bare.ends_with(char::is_alphabetic) || !next.is_some_and(is_word)
            });
            assert!(!covered, "{rule}: {text:?} is covered by {shorter:?}");
        }
    }
}

#[test]
fn every_phrase_is_found_at_its_place() {
    for (rule, _, at, text) in rows() {
        let bare = text.strip_suffix('*').unwrap_or(text);
        let line = match At::named(at) {
            At::Whole => format!("  → {} »", bare.to_uppercase()),
            At::Start => format!("• {bare} қосымша words слова"),
            At::Head => format!("• {bare}: қосымша words"),
            At::End => format!("Words слова сөздер {bare}\u{a0}»… "),
            At::Any => format!("Сөздер {bare} words"),
        };
        assert!(named(&line).contains(&format!("{rule} {at}")), "{rule} {at} {text:?} is not found in {line:?}");
    }
}

#[test]
fn signs_spaces_and_figures_around_a_phrase_are_left_aside() {
    for (line, name) in [
        ("  • Теги:\u{a0}дороги", "tag-line start"),
        ("«БАСТЫ  БЕТ»", "navigation whole"),
        ("Пікірлер (5)", "comment-line whole"),
        ("— 123 рет\u{a0}қаралды —", "view-counter whole"),
        ("2024 © All Rights Reserved", "copyright-line end"),
        ("Бүгін таңертең 👁All rights reserved | сайт", "copyright-line any"),
    ] {
        assert!(named(line).contains(name), "{line:?}: {:?}", named(line));
    }
}

#[test]
fn the_strongest_phrase_has_the_word() {
    let strongest = |line: &str, words| strongest(&Opening::of(line), words, &mut Vec::new()).map(|r| r.name);
    assert_eq!(strongest("Читайте также: all rights reserved | Толығырақ", 6), Some("related-news"));
    assert_eq!(strongest("Бөлісу", 1), Some("share-line"));
    let long = format!("Читайте также: {}", "жол ".repeat(70));
    assert_eq!((strongest(&long, 60), strongest(&long, 72)), (Some("related-news"), None));
}

#[test]
fn ends_of_a_paragraph_are_looked_at() {
    let long = "Жол жөнделді. ".repeat(60);
    assert_eq!(named(&format!("Читайте также: {long}")), ["related-news head".to_string()].into());
    assert_eq!(named(&format!("{long} Read more...")), ["read-more end".to_string()].into());
    assert!(named(&format!("{long} all rights reserved {long}")).is_empty());
    assert_eq!(named(&format!("{long}Continue reading")), ["read-more end".to_string()].into());
}

#[test]
fn good_sentences_hold_no_phrase() {
    for line in [
        "Жаңалықтар агенттігінің тілшісі қалалық мәслихат отырысына қатысты.",
        "Главная улица города закрыта на ремонт до конца недели.",
        "Поделиться впечатлениями от поездки смогли все участники.",
        "Комментарии экспертов разошлись: одни ждут роста, другие спада.",
        "Бұйрық Әділет министрлігінде 2015 жылғы 5 мамырда № 11111 болып тіркелді.",
        "Зарегистрирован в Министерстве юстиции Республики Казахстан 5 мая 2015 года № 11111",
        "Homes were built for forty families in the region.",
        "Search and rescue teams found the climbers on Monday.",
        "Погода в горах резко изменилась, и группа вернулась.",
        "Реклама лекарств будет ограничена законом.",
        "Мобильное приложение для фермеров запустили в области",
        "Powered by solar energy, the lamps burn all night.",
        "Подписали соглашение министры двух стран.",
        "Share prices fell on Tuesday as oil weakened.",
        "Фотографы со всей страны съехались в Алматы.",
        "Тіркелу мерзімі аяқталды, деді министр.",
        "– Главная?",
        "Ол билік пен қоғам арасындағы сенім туралы айтты.",
        "Ветер усилился до 25 метров в секунду.",
        "Copyright law was amended in May.",
        "В кассе покупали билеты, а продажа шла до вечера.",
        "Порталға кірген азаматтар саны артты.",
        "More than forty people took part in the meeting.",
        "Тегін көмек көрсетілді",
        "4. TikTok",
        "Читайте также стены этого дома, советует архитектор.",
        "Нашли ошибку в чертежах лишь осенью.",
        "Версия для печати вышла большой, и её клеили из листов.",
        "При использовании материалов дешевле дубовых балки прогнутся.",
        "Подписаться на Telegram-канал метеостанции советуют всем.",
        "Свидетельство о постановке на учёт по НДС выдают за день.",
        "Приложение доступно в App Store и Google Play на двух языках.",
        "Әрі қарай оқу үшін ол Алматыға кетті.",
        "Бейнежазба екі күнде он мың рет қаралды.",
        "The first show was watched by pupils who wanted to read more.",
        "If you spot a wolf, call the ranger.",
        "Все права защищены конституцией, сказал адвокат на суде.",
        "Барлық құқықтар қорғалған деп айту әлі ерте, дейді заңгер Болат Есен.",
        "Комментарии: «Когда же отремонтируют дорогу?» – писали жители.",
        "Погода: дождь со снегом, ветер – такой запомнилась им эта поездка.",
        "Теги: так называют подписи на стенах, с которыми борются коммунальщики.",
        "Phone: dead, battery: gone, but he found his way home by the stars.",
        "Пікір қалдыру үшін тұрғындар әкімдікке хат жазды.",
        "Біздің Telegram арнамыз арқылы өтініш қабылданады, деді министр.",
        "Join us on Saturday, the organisers said, and bring gloves.",
        "Популярное за рубежом блюдо теперь готовят и в Костанае.",
        "Использование материалов сайта в суде признали доказательством.",
        "Видео о жизни аула:",
        "Мәдениет:",
        "",
        "   ",
        "12 345",
        "— — —",
    ] {
        assert!(named(line).is_empty(), "{line:?}: {:?}", named(line));
    }
}

/// Texts that were judged by hand hold no line that a phrase gives away; captions of pictures and
/// headings of one or two words aside.
#[test]
fn kept_text_of_fixtures_holds_no_phrase() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut texts = Vec::new();
    for (folder, ending) in [("clean", ".txt"), ("gold", ".jsonl")] {
        for entry in std::fs::read_dir(fixtures.join(folder)).expect("a folder of fixtures") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_string();
            if !name.ends_with(ending) || name.ends_with(".removed.jsonl") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a fixture is UTF-8");
            match ending {
                ".jsonl" => texts.extend(text.lines().map(|record| {
                    let record: serde_json::Value = serde_json::from_str(record).expect("a record is JSON");
                    (name.clone(), record["text"].as_str().unwrap_or_default().to_string())
                })),
                _ => texts.push((name, text)),
            }
        }
    }
    assert!(texts.len() > 50, "{} texts", texts.len());
    let mut wrong = Vec::new();
    let lines = texts.iter().flat_map(|(name, text)| text.lines().map(move |line| (name, line)));
    for (name, line) in lines.filter(|(_, line)| line.split_whitespace().count() > 2) {
        for hit in hits(line).iter().filter(|h| h.rule.name != rules::PHOTO_CREDIT.name) {
            wrong.push(format!("{name}: {} {:?} in {line:?}", hit.rule.name, hit.at));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_bytes_are_read_without_panic() {
    for unit in
        ["©", "\u{1f441}\u{fe0f}", "ә", "…", " ", "(", "a\u{301}", "\u{200b}", "中", "\u{fffd}", "рет қаралды", "¹"]
    {
        for count in [1, 2, 7, 80, 133, 199, 200, 201, 399, 400, 401, 5000] {
            let line = unit.repeat(count);
            let strongest = strongest(&Opening::of(&line), 1, &mut Vec::new());
            assert_eq!(strongest.is_some(), !hits(&line).is_empty(), "{unit:?} {count}");
        }
    }
}

#[test]
fn a_line_is_trimmed_as_the_standard_library_trims_it() {
    for line in
        ["", " ", "а", "Мост открыт ", "\u{a0}Мост", "Мост\u{a0}", "Мост.", "a", "a ", "«Мост»", "é\u{2003}", "ә\t"]
    {
        assert_eq!(trimmed(line), line.trim(), "{line:?}");
    }
}

#[test]
fn one_phrase_alone_has_no_letters() {
    let bare = rows().map(|(.., text)| text).filter(|text| !text.contains(is_alphabetic)).collect::<Vec<_>>();
    assert_eq!(bare, [BARE]);
}
