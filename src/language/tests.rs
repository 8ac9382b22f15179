//! What the identifier answers, with sentences written for the purpose.

use proptest::prelude::*;

use super::{Verdict, foreign, identify, identify_lines, spans};

fn language(text: &str) -> &'static str {
    identify(text).language
}

#[test]
fn one_sentence_in_each_language() {
    let cases = [
        ("kk", "Cyrl", "Бүгін қаламызда екі қабатты жаңа кітапхана ашылды."),
        ("kk", "Latn", "Búgin qalamyzda eki qabatty jańa kitaphana ashyldy."),
        ("kk", "Latn", "Bügin qalamızda eki qabattı jaña kitapxana aşıldı."),
        ("kk", "Arab", "بۇگىن قالامىزدا ەكى قاباتتى جاڭا كىتاپحانا اشىلدى."),
        ("ru", "Cyrl", "Сегодня в нашем городе открылась новая двухэтажная библиотека."),
        ("en", "Latn", "A new library with two floors was opened in our town today."),
        ("ky", "Cyrl", "Бүгүн биздин шаарда эки кабаттуу жаңы китепкана ачылды."),
        ("tt", "Cyrl", "Бүген безнең шәһәрдә ике катлы яңа китапханә ачылды."),
        ("ba", "Cyrl", "Бөгөн беҙҙең ҡалала ике ҡатлы яңы китапхана асылды."),
        ("uz", "Cyrl", "Бугун шаҳримизда икки қаватли янги кутубхона очилди."),
        ("uz", "Latn", "Bugun shahrimizda ikki qavatli yangi kutubxona ochildi."),
        ("mn", "Cyrl", "Өнөөдөр манай хотод хоёр давхар шинэ номын сан нээгдлээ."),
        ("uk", "Cyrl", "Сьогодні в нашому місті відкрилася нова двоповерхова бібліотека."),
        ("be", "Cyrl", "Сёння ў нашым горадзе адкрылася новая двухпавярховая бібліятэка."),
        ("bg", "Cyrl", "Днес в нашия град беше открита нова библиотека на два етажа."),
        ("sr", "Cyrl", "Данас је у нашем граду отворена нова библиотека на два спрата."),
        ("mk", "Cyrl", "Денес во нашиот град се отвори нова библиотека на два ката."),
        ("tg", "Cyrl", "Имрӯз дар шаҳри мо китобхонаи нави дуошёна кушода шуд."),
        ("tr", "Latn", "Bugün şehrimizde iki katlı yeni bir kütüphane açıldı."),
        ("az", "Latn", "Bu gün şəhərimizdə ikimərtəbəli yeni kitabxana açıldı."),
        ("de", "Latn", "Heute wurde in unserer Stadt eine neue Bibliothek eröffnet."),
        ("fr", "Latn", "Une nouvelle bibliothèque a ouvert aujourd'hui dans notre ville."),
        ("ar", "Arab", "افتتحت اليوم في مدينتنا مكتبة جديدة من طابقين."),
        ("fa", "Arab", "امروز در شهر ما یک کتابخانه جدید دو طبقه باز شد."),
        ("ug", "Arab", "بۈگۈن شەھىرىمىزدە ئىككى قەۋەتلىك يېڭى كۈتۈپخانا ئېچىلدى."),
        ("zh", "Hani", "今天我们城市开放了一座两层的新图书馆。"),
        ("ja", "Jpan", "今日、私たちの町に二階建ての新しい図書館が開館しました。"),
        ("ko", "Hang", "오늘 우리 도시에 새 도서관이 문을 열었습니다."),
        ("ka", "Geor", "დღეს ჩვენს ქალაქში ახალი ბიბლიოთეკა გაიხსნა."),
        ("th", "Thai", "วันนี้ห้องสมุดแห่งใหม่เปิดในเมืองของเรา"),
    ];
    for (language, script, text) in cases {
        let verdict = identify(text);
        assert_eq!((verdict.language, verdict.script), (language, script), "{text}");
        assert!(verdict.confidence > 0.5 && verdict.confidence <= 1.0, "{text}: {}", verdict.confidence);
    }
}

#[test]
fn a_second_opinion_knows_languages_without_a_table() {
    assert_eq!(language("Hôm nay thư viện mới hai tầng đã được khánh thành ở thành phố của chúng tôi."), "vi");
    // Where the tables are sure, it is not asked.
    assert_eq!(language("Bugün şehrimizde iki katlı yeni bir kütüphane açıldı."), "tr");
}

#[test]
fn foreign_lines_are_sentences_in_a_language_the_page_has_not() {
    let turkish = "Güvenilir bahis siteleri burada, hemen kayıt olun ve bonusunuzu alın";
    assert_eq!(foreign(turkish, &["kk", "ru", "en"]).map(|verdict| verdict.language), Some("tr"));
    for line in [
        "Ержан Қуанышұлы qala turnirin utyp aldy",
        "Nurlan Ospanov, Daniyar Zhaqsylyqov and Aigerim Bekova",
        "L'Oréal Paris Excellence Crème",
        "Бүгін қаламызда екі қабатты жаңа кітапхана ашылды.",
    ] {
        assert_eq!(foreign(line, &["kk", "ru", "en"]), None, "{line}");
    }
}

#[test]
fn text_that_does_not_tell_is_undetermined() {
    for text in ["", "   ", "2024", "20.02.2024, 14:05", "— — —", "100 %", "1)", "😀"] {
        assert_eq!(identify(text), Verdict { language: "und", script: "Zyyy", confidence: 0.0 }, "{text:?}");
    }
    assert_eq!(language("а)"), "und");
}

#[test]
fn names_and_brands_do_not_change_the_language_of_a_sentence() {
    assert_eq!(language("Ержан Қуанышұлы выиграл городской турнир по шахматам среди школьников."), "ru");
    assert_eq!(language("Компания Northern Lights Software Solutions International открыла офис в Актау."), "ru");
    assert_eq!(language("Оқушылар Microsoft Office бағдарламаларымен жұмыс істеуді үйренді."), "kk");
    assert_eq!(language("Minister Daniyar Zhaqsylyqov opened a hospital in Kyzylorda on Monday."), "en");
    assert_eq!(language("The mayor met Nurlan Ospanov, and the Qazaq dancers came from Shymkent."), "en");
}

#[test]
fn neighbours_of_kazakh_are_not_called_kazakh() {
    assert_eq!(language("Які їхні плани на літо?"), "uk");
    assert_eq!(language("Балдар бакчага бара жатышат."), "ky");
    assert_eq!(language("Балалар бакчага баралар."), "tt");
    assert_eq!(language("Çocuklar sabahları okula gidiyorlar."), "tr");
}

#[test]
fn damaged_kazakh_is_still_kazakh() {
    let damaged = [
        ("Latin look-alikes", "Бiз бұл мәcелені eртең қaрaймыз."),
        ("Latin schwa", "Біз əдемі əн айттық."),
        ("Russian letters only", "Биз бул маселени ертен кайтадан караймыз деп келистик."),
        ("KZ-1048 read as windows-1251", "Біз бўл мјселені ќайта ќараймыз, ґйткені їлкен ќажет."),
        ("half transliterated", "Bіz bұl mәseleni erteң қaraimyz dep kelistik."),
        ("soft hyphens", "Біз бұл мә\u{AD}се\u{AD}ле\u{AD}ні ер\u{AD}тең қа\u{AD}рай\u{AD}мыз."),
        ("capitals", "БІЗ БҰЛ МӘСЕЛЕНІ ЕРТЕҢ ҚАРАЙМЫЗ"),
    ];
    for (damage, text) in damaged {
        assert_eq!(language(text), "kk", "{damage}: {text}");
    }
}

#[test]
fn a_long_text_is_judged_by_all_of_it() {
    let english = "Read more on our site. ";
    let kazakh = "Ауыл тұрғындары көктемгі егіс жұмыстарына дайындалып жатыр. ";
    assert_eq!(language(&format!("{english}{}", kazakh.repeat(50))), "kk");
    assert_eq!(language(&format!("{}{english}", kazakh.repeat(50))), "kk");
}

#[test]
fn a_short_line_follows_its_page_and_a_foreign_one_does_not() {
    let kazakh = [
        "Ауыл тұрғындары көктемгі егіс жұмыстарына дайындалып жатыр.",
        "Спорт",
        "Жаңа мектептің құрылысы келесі айда аяқталады.",
        "All rights reserved by the publisher.",
        "Подписаться на рассылку новостей",
        "2024",
        "Облыс орталығында жас суретшілердің көрмесі өтті.",
    ];
    let languages: Vec<_> = identify_lines(&kazakh).iter().map(|verdict| verdict.language).collect();
    assert_eq!(languages, ["kk", "kk", "kk", "en", "ru", "und", "kk"]);

    let russian = [
        "Жители села готовятся к весенним полевым работам.",
        "Спорт",
        "Строительство новой школы закончится в следующем месяце.",
    ];
    assert!(identify_lines(&russian).iter().all(|verdict| verdict.language == "ru"));
}

#[test]
fn a_line_alone_is_judged_as_by_itself() {
    for line in ["Спорт жаңалықтары", "Новости спорта", "", "Sports news"] {
        assert_eq!(identify_lines(&[line]), [identify(line)], "{line}");
    }
    assert_eq!(identify_lines(&[]), []);
}

#[test]
fn spans_of_two_and_three_languages() {
    let text = "Көрме ертең ашылады. Вход на выставку свободный. / The exhibition is open to everyone!";
    let found: Vec<_> = spans(text).into_iter().map(|(range, language)| (&text[range], language)).collect();
    assert_eq!(
        found,
        [
            ("Көрме ертең ашылады.", "kk"),
            ("Вход на выставку свободный.", "ru"),
            ("The exhibition is open to everyone!", "en"),
        ]
    );
}

#[test]
fn one_span_for_one_language_with_names_in_it() {
    let text = "На выставке показали роботов Boston Dynamics и новые модели компании Toyota.";
    assert_eq!(spans(text), [(0..text.len(), "ru")]);
    assert_eq!(spans("12.05.2024 — 15:00"), []);
}

proptest! {
    #[test]
    fn spans_are_ordered_and_cut_between_characters(text in "\\PC{0,80}|[а-яіқғұүңөәa-z .,/]{0,200}") {
        let mut before = 0;
        for (range, _) in spans(&text) {
            prop_assert!(before <= range.start && range.start < range.end && range.end <= text.len());
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            before = range.end;
        }
    }

    #[test]
    fn every_text_has_a_verdict(text in "\\PC{0,2000}") {
        let verdict = identify(&text);
        prop_assert!((0.0..=1.0).contains(&verdict.confidence));
        prop_assert!(verdict.language != "und" || verdict.confidence == 0.0);
    }
}

#[test]
fn names_of_kazakhstan_do_not_make_a_sentence_kazakh() {
    for (text, language) in [
        ("Kassym-Jomart Tokayev met Yerlan Koshanov and Murat Nurtleu in Ust-Kamenogorsk.", "en"),
        ("Aigerim Zhumabayeva of Karaganda beat Nurlan Bekmukhambetov of Kyzylorda in Zhezkazgan.", "en"),
        ("The mayors of Aktobe, Atyrau, Kokshetau, Shymkent, Taldykorgan and Zhanaozen attended.", "en"),
        ("Акимы Актобе, Атырау, Кокшетау, Шымкента и Жанаозена приняли участие.", "ru"),
        ("Әлия Қасымова и Нұрлан Өтегенов получили награды.", "ru"),
        ("Айгерім Жұмабаева мен Нұрлан Бекмұхамбетов Жезқазғанда өнер көрсетті.", "kk"),
    ] {
        assert_eq!(super::identify(text).language, language, "{text}");
    }
}
