#![doc = "tazala: clean articles out of raw scraped pages."]
#![forbid(unsafe_code)]

pub mod article;
pub mod config;
pub mod decode;
pub mod document;
pub mod draft;
pub mod error;
mod label;
pub mod language;
mod normalize;
pub mod pipeline;
pub mod repair;
pub mod rule;
mod split;
