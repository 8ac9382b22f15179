//! Any bytes are decoded, whatever the container says of them; valid UTF-8 comes out as it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tazala::decode::decode;

fuzz_target!(|bytes: &[u8]| {
    for hint in [None, Some("windows-1251"), Some("utf-16le"), Some("no such encoding")] {
        let decoded = decode(bytes, hint);
        assert!((0.0..=1.0).contains(&decoded.confidence), "confidence {}", decoded.confidence);
        assert!(decoded.undecodable as usize <= bytes.len(), "{} of {}", decoded.undecodable, bytes.len());
        if decoded.reason == "valid UTF-8" {
            assert_eq!(decoded.text.as_bytes(), bytes);
        }
    }
});
