//! The recordings: read from CSV, checked line by line.

use std::fmt::Display;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use csv::{Position, StringRecord};
use demo_types::hub::{Activity, Sample};

use crate::embedded;

const COLUMNS: [&str; 10] = [
    "split",
    "recording",
    "activity",
    "sample",
    "acc_x",
    "acc_y",
    "acc_z",
    "gyro_x",
    "gyro_y",
    "gyro_z",
];
const SPLIT: usize = 0;
const RECORDING: usize = 1;
const ACTIVITY: usize = 2;
const SAMPLE: usize = 3;
const ACC: Range<usize> = 4..7;
const GYRO: Range<usize> = 7..10;

/// What a recording is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// To learn from.
    Train,
    /// To be labelled.
    Test,
}

impl Split {
    const ALL: [Self; 2] = [Self::Train, Self::Test];

    const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Test => "test",
        }
    }
}

/// Samples taken one after the other, during one activity.
pub struct Recording {
    pub split: Split,
    pub number: u32,
    pub activity: Activity,
    pub samples: Vec<Sample>,
}

/// The recordings of `file`, or the built-in ones.
///
/// # Errors
/// If the file can't be read, or with the line, column and value that are wrong in it.
pub fn read(file: Option<&Path>) -> Result<Vec<Recording>> {
    match file {
        None => parse(embedded::RECORDINGS, "data/basic_motions.csv"),
        Some(path) => {
            let csv = fs::read(path).with_context(|| format!("can't read {}", path.display()))?;
            parse(&csv, path.display())
        }
    }
}

fn parse(csv: &[u8], name: impl Display) -> Result<Vec<Recording>> {
    let at = |position: Option<&Position>| format!("{name}:{}", line(csv, position));
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader
        .headers()
        .map_err(|error| describe(&error).context(at(error.position())))?;
    let columns = find_columns(header).with_context(|| at(header.position()))?;
    let mut recordings = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| describe(&error).context(at(error.position())))?;
        let row = Row {
            record: &record,
            columns,
        };
        row.add_to(&mut recordings)
            .with_context(|| at(record.position()))?;
    }
    for split in Split::ALL {
        ensure!(
            recordings.iter().any(|recording| recording.split == split),
            "{name}: no `{}` recordings",
            split.name()
        );
    }
    Ok(recordings)
}

/// Where each of [`COLUMNS`] stands.
fn find_columns(header: &StringRecord) -> Result<[usize; COLUMNS.len()]> {
    let mut columns = [0; COLUMNS.len()];
    for (column, name) in columns.iter_mut().zip(COLUMNS) {
        let found = header.iter().position(|field| field == name);
        *column = found.with_context(|| format!("no column `{name}` in the header"))?;
    }
    Ok(columns)
}

struct Row<'a> {
    record: &'a StringRecord,
    columns: [usize; COLUMNS.len()],
}

impl Row<'_> {
    /// Adds the sample to the last recording, or to a new one.
    fn add_to(&self, recordings: &mut Vec<Recording>) -> Result<()> {
        let split = self.one_of(SPLIT, Split::ALL, Split::name)?;
        let number = self.number(RECORDING)?;
        let activity = self.one_of(ACTIVITY, Activity::ALL, Activity::name)?;
        let index = self.number(SAMPLE)? as usize;
        let sample = Sample {
            acc: self.axes(ACC)?,
            gyro: self.axes(GYRO)?,
        };

        let is_same = |other: &Recording| (other.split, other.number) == (split, number);
        let expected = match recordings.last().filter(|last| is_same(last)) {
            Some(last) if last.activity != activity => {
                let before = last.activity.name();
                bail!("{}, but the recording began as `{before}`", self.cell(ACTIVITY))
            }
            Some(last) => last.samples.len(),
            None if recordings.iter().any(is_same) => {
                bail!(
                    "{}: the recording's samples must stand together",
                    self.cell(RECORDING)
                )
            }
            None => 0,
        };
        ensure!(
            index == expected,
            "{}, where {expected} must follow",
            self.cell(SAMPLE)
        );
        if index == 0 {
            recordings.push(Recording {
                split,
                number,
                activity,
                samples: Vec::new(),
            });
        }
        let last = recordings.last_mut().expect("there was one, or it was added");
        last.samples.push(sample);
        Ok(())
    }

    fn text(&self, column: usize) -> &str {
        &self.record[self.columns[column]]
    }

    /// The column and its value, for an error.
    fn cell(&self, column: usize) -> String {
        format!("column `{}` is `{}`", COLUMNS[column], self.text(column))
    }

    fn number(&self, column: usize) -> Result<u32> {
        let number = self.text(column).parse().ok();
        number.with_context(|| {
            let (cell, max) = (self.cell(column), u32::MAX);
            format!("{cell}, which is no whole number from 0 to {max}")
        })
    }

    fn axes(&self, columns: Range<usize>) -> Result<[f32; 3]> {
        let mut values = [0.0; 3];
        for (value, column) in values.iter_mut().zip(columns) {
            let number = self
                .text(column)
                .parse()
                .ok()
                .filter(|number: &f32| number.is_finite());
            *value = number.with_context(|| format!("{}, which is no number", self.cell(column)))?;
        }
        Ok(values)
    }

    fn one_of<T: Copy, const N: usize>(
        &self,
        column: usize,
        all: [T; N],
        name: impl Fn(T) -> &'static str,
    ) -> Result<T> {
        let found = all.into_iter().find(|value| name(*value) == self.text(column));
        found.with_context(|| {
            format!(
                "{}, which is none of {}",
                self.cell(column),
                all.map(name).join(", ")
            )
        })
    }
}

/// The line on which the record at `position` stands, counted from 1.
fn line(csv: &[u8], position: Option<&Position>) -> usize {
    let Some(position) = position else { return 1 };
    let (byte, line) = (position.byte() as usize, position.line() as usize);
    // A record's position is where the one before it ended: what is left of that line's end, and empty lines, follow.
    let skipped = csv[byte..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    line + skipped.filter(|byte| **byte == b'\n').count()
}

/// The errors of the CSV format itself, worded like the others.
fn describe(error: &csv::Error) -> anyhow::Error {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            anyhow!("{len} columns, where the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => anyhow!("not UTF-8"),
        _ => anyhow!("{error}"),
    }
}
