#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod article;
mod census;
pub mod config;
pub mod decode;
pub mod document;
pub mod draft;
pub mod engine;
pub mod error;
#[cfg(feature = "fit")]
#[doc(hidden)]
pub mod fit;
mod html;
mod label;
pub mod language;
mod normalize;
mod pairs;
pub mod pipeline;
pub mod read;
pub mod repair;
pub mod rule;
mod segment;
mod signals;
pub mod site;
mod split;
mod words;
pub mod write;
