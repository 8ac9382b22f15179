//! What holds of repair and normalization on any text.

use proptest::prelude::*;
use tazala::config::Config;
use tazala::repair::{normalize_text, repair_text};

/// Pieces that the rules look for, so that random texts hit them and their neighbours.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[а-яәғқңөұүһі]{1,6}",
        "[a-zA-Z]{1,6}",
        "[ .,:;!?“”«»\"'<>&/=-]{1,3}",
        "[0-9]{1,3}",
        prop::sample::select(vec![
            "&amp;",
            "&laquo;",
            "&#1178;",
            "&#x2019;",
            "&quot",
            "&lt;br&gt;",
            "<br>",
            "</seg",
            "<",
            "\\u0430",
            "\\ud83d\\ude00",
            "\u{ad}",
            "\u{200b}",
            "\u{200d}",
            "\u{feff}",
            "\u{a0}",
            "\u{202f}",
            "\u{2}",
            "\u{9d}",
            "и\u{306}",
            "к\u{329}",
            "г\u{335}",
            "тiл",
            "жəне",
            "Еgov",
            "XXVІІ",
            "халыҡ",
            "ѳмір",
            "т¥рғын",
            "қyл",
            "“Tuғan zher”",
            "ұrpaқ",
            " src=\"a\" alt=\"b\">",
            "\n",
            "  ",
            "аяқталды.Келесі кезең",
            "1. ",
            ":- ",
            "kz.The course is",
            "“ ",
            " ”",
        ])
        .prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// Two spaces hid the item of a list, so that only a second run saw the lost line break.
#[test]
fn spaces_do_not_hide_a_lost_line_break() {
    let once = normalize_text("қажет заттар:-  ыдыс және от", &Config::default()).text.into_owned();
    assert_eq!(once, "қажет заттар:\n\n- ыдыс және от");
    assert_eq!(normalize_text(&once, &Config::default()).text, once);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// A second run changes nothing, with and without the probable rules.
    #[test]
    fn repairing_twice_equals_repairing_once(text in text(), probable: bool) {
        let config = Config { probable, ..Config::default() };
        let once = repair_text(&text, &config).text.into_owned();
        let twice = repair_text(&once, &config).text.into_owned();
        prop_assert_eq!(&once, &twice, "from {:?}", text);
    }

    /// The same of white space, and only white space changes.
    #[test]
    fn normalizing_touches_white_space_only(text in text()) {
        let config = Config::default();
        let once = normalize_text(&text, &config).text.into_owned();
        let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(bare(&once), bare(&text));
        let twice = normalize_text(&once, &config).text.into_owned();
        prop_assert_eq!(&once, &twice, "from {:?}", text);
    }

    /// Replaying the edits over the source gives the text; the edits are sorted and disjoint, and
    /// every flag lies inside the source.
    #[test]
    fn edits_tell_what_was_done(text in "\\PC{0,80}", more in text()) {
        let text = format!("{text}{more}");
        let repaired = repair_text(&text, &Config::default());
        let mut replayed = String::new();
        let mut at = 0;
        for edit in &repaired.edits {
            prop_assert!(edit.span.range().start >= at && !edit.rules.is_empty());
            replayed.push_str(&text[at..edit.span.range().start]);
            replayed.push_str(&edit.after);
            at = edit.span.range().end;
        }
        replayed.push_str(&text[at..]);
        prop_assert_eq!(replayed, repaired.text.as_ref());
        for flag in &repaired.flags {
            prop_assert!(text.get(flag.span.range()).is_some());
        }
    }

    /// Line ends stay where they are.
    #[test]
    fn repair_keeps_the_lines(text in text()) {
        let repaired = repair_text(&text, &Config::default()).text.into_owned();
        prop_assert_eq!(repaired.matches('\n').count(), text.matches('\n').count());
    }
}

/// Clean lines are borrowed: no edit, no copy.
#[test]
fn clean_text_is_borrowed() {
    let text = "Қала күні тойланды.\nПраздник прошёл спокойно, без происшествий.\nThe town celebrated its day.";
    let repaired = repair_text(text, &Config::default());
    assert!(matches!(repaired.text, std::borrow::Cow::Borrowed(_)));
    assert!(repaired.edits.is_empty() && repaired.flags.is_empty());
}

/// Sixteen times the input takes about sixteen times as long, whatever it is; quadratic time would be 256 times as long,
/// so far off that a busy machine is not taken for it. The best of three runs counts.
#[test]
fn time_is_linear_on_hostile_lines() {
    let units = [
        "<a href=\"",
        "&amp;",
        "&#123",
        "ұr",
        "қyүy ",
        "“ ғa ",
        "a.B c",
        "и\u{306}\u{306}",
        "1.2. a",
        "\\u0430",
        "x=\"y\" ",
        "\".",
        "<!--",
        "ҡ",
        "а\u{200d}",
    ];
    for unit in units {
        let once = |n: usize| {
            let text = unit.repeat(n);
            let start = std::time::Instant::now();
            let repaired = repair_text(&text, &Config::default()).text.into_owned();
            normalize_text(&repaired, &Config::default());
            start.elapsed().as_secs_f64()
        };
        let best = |n| (0..3).map(|_| once(n)).fold(f64::INFINITY, f64::min).max(1e-3);
        let (small, large) = (best(4_000), best(64_000));
        assert!(large < small * 96.0, "{unit:?}: {small:.4} s, then {large:.4} s");
    }
}
