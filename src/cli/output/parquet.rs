//! Records as a Parquet file: a column a field, lists and objects as JSON.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use tazala::read::jsonl;

/// The fields of a record that are text or null, and those that are JSON, in the order of the record.
const COLUMNS: [(&str, Kind); 17] = [
    ("id", Kind::Text),
    ("source", Kind::Json),
    ("part", Kind::Json),
    ("title", Kind::Text),
    ("date", Kind::Text),
    ("date_modified", Kind::Text),
    ("language", Kind::Text),
    ("script", Kind::Text),
    ("source_url", Kind::Text),
    ("site_name", Kind::Text),
    ("byline", Kind::Text),
    ("text", Kind::Text),
    ("removed", Kind::Json),
    ("edits", Kind::Json),
    ("flags", Kind::Json),
    ("signals", Kind::Json),
    ("audit", Kind::Json),
];

/// Bytes of records that are held for a row group: what a worker of the usual engines reads at once is larger, but a
/// run's memory is to stay within tens of megabytes.
const GROUP: usize = 16 << 20;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Json,
}

/// A file of records.
pub struct Table {
    to: SerializedFileWriter<Box<dyn Write + Send>>,
    columns: Vec<Column>,
    /// Bytes of the records at hand.
    bytes: usize,
}

/// The values of a column that are at hand; for each row whether there is one.
#[derive(Default)]
struct Column {
    values: Vec<ByteArray>,
    present: Vec<i16>,
}

fn fault(e: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    io::Error::other(e)
}

impl Table {
    /// Writes to `to`.
    pub fn new(to: Box<dyn Write + Send>) -> io::Result<Table> {
        let fields = COLUMNS.map(|(name, kind)| {
            format!("optional binary {name} ({});", if kind == Kind::Json { "JSON" } else { "UTF8" })
        });
        let schema = parse_message_type(&format!("message record {{ {} }}", fields.concat())).map_err(fault)?;
        let compression = Compression::ZSTD(ZstdLevel::try_new(3).map_err(fault)?);
        let properties = WriterProperties::builder().set_compression(compression).build();
        let to = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties)).map_err(fault)?;
        Ok(Table { to, columns: COLUMNS.map(|_| Column::default()).into(), bytes: 0 })
    }

    /// Adds records, one a line.
    pub fn write(&mut self, records: &[u8]) -> io::Result<()> {
        for line in records.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let line = jsonl::utf8(line).map_err(io::Error::other)?;
            let rows = self.columns[0].present.len() + 1;
            jsonl::members(line, |key, raw| {
                let Some(at) = COLUMNS.iter().position(|(name, _)| *name == key) else { return };
                let value = match COLUMNS[at].1 {
                    Kind::Text => jsonl::string(raw).map(|text| ByteArray::from(text.into_owned().into_bytes())),
                    Kind::Json => Some(ByteArray::from(raw.as_bytes().to_vec())),
                };
                let column = &mut self.columns[at];
                column.present.push(i16::from(value.is_some()));
                column.values.extend(value);
            })
            .map_err(io::Error::other)?;
            // A field that the record does not have is null.
            self.columns.iter_mut().for_each(|column| column.present.resize(rows, 0));
            self.bytes += line.len();
        }
        if self.bytes >= GROUP { self.end_group() } else { Ok(()) }
    }

    fn end_group(&mut self) -> io::Result<()> {
        let mut group = self.to.next_row_group().map_err(fault)?;
        let mut columns = self.columns.iter_mut();
        while let (Some(mut to), Some(column)) = (group.next_column().map_err(fault)?, columns.next()) {
            to.typed::<ByteArrayType>().write_batch(&column.values, Some(&column.present), None).map_err(fault)?;
            to.close().map_err(fault)?;
            *column = Column::default();
        }
        group.close().map_err(fault)?;
        self.bytes = 0;
        Ok(())
    }

    /// Completes the file.
    pub fn finish(mut self) -> io::Result<()> {
        if self.bytes > 0 {
            self.end_group()?;
        }
        self.to.close().map_err(fault).map(drop)
    }
}
