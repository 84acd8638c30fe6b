//! Runs the approaches in interleaved rounds. A sample counts only if its checksum is right.

use crate::approach::Approach;
use crate::guest::BenchGuest;
use anyhow::{Context, Result, ensure};
use bench_shapes::workload::{self, NodeTotals, Order, RecordTotals};
use std::cell::RefCell;
use std::hash::{BuildHasher, RandomState};
use std::iter;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Exchanges in one run of W3, which alone would be too short to time.
const EXCHANGES: u32 = 1000;
/// A sample is as many runs as take this long, so that the clock and a stray interrupt don't matter.
const SAMPLE: Duration = Duration::from_millis(2);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    ReadRecords,
    WalkList(Order),
    Exchange,
    WriteRecords,
}

impl Workload {
    pub const ALL: [Self; 5] = [
        Self::ReadRecords,
        Self::WalkList(Order::Memory),
        Self::WalkList(Order::Shuffled),
        Self::Exchange,
        Self::WriteRecords,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::ReadRecords => "W1 read",
            Self::WalkList(Order::Memory) => "W2 in order",
            Self::WalkList(Order::Shuffled) => "W2 shuffled",
            Self::Exchange => "W3 call",
            Self::WriteRecords => "W4 write",
        }
    }

    /// How many times a run does what its time is given for.
    fn items(self) -> u32 {
        match self {
            Self::Exchange => EXCHANGES,
            _ => 1,
        }
    }
}

/// An approach with its guest and its data, ready to run each workload.
pub trait Subject {
    fn supports(&self, workload: Workload) -> bool;

    /// Runs a workload so many times and checks what came out; the time is that of the runs alone.
    fn sample(&mut self, workload: Workload, runs: u32) -> Result<Duration>;
}

/// What a workload must come out with.
struct Expected {
    records: RecordTotals,
    lists: [NodeTotals; 2],
}

struct Prepared<G: BenchGuest, R, M> {
    approach: Approach<G, R, M>,
    guest: Rc<RefCell<G>>,
    exports: G::Exports,
    messages: Vec<M>,
    expected: Expected,
}

/// Prepares an approach on a guest that it may share with others.
pub fn prepare<G, R, M>(
    guest: &Rc<RefCell<G>>,
    exports: G::Exports,
    approach: Approach<G, R, M>,
) -> Box<dyn Subject>
where
    G: BenchGuest + 'static,
    R: From<workload::Record> + 'static,
    M: From<workload::Message> + Into<workload::Message> + 'static,
{
    let messages = (0..EXCHANGES)
        .map(|index| M::from(workload::message(index)))
        .collect();
    let expected = Expected {
        records: workload::records()
            .map(|r| (r.id, r.kind, r.x, r.y, r.stamp))
            .collect(),
        lists: [Order::Memory, Order::Shuffled].map(|order| {
            let nodes: Vec<(i32, i32)> = workload::nodes().collect();
            let rest = workload::links(order as u32).map(|(_, to)| nodes[to]);
            iter::once(nodes[0]).chain(rest).collect()
        }),
    };
    Box::new(Prepared {
        approach,
        guest: Rc::clone(guest),
        exports,
        messages,
        expected,
    })
}

impl<G, R, M> Subject for Prepared<G, R, M>
where
    G: BenchGuest,
    R: From<workload::Record>,
    M: Into<workload::Message>,
{
    fn supports(&self, workload: Workload) -> bool {
        self.approach.walk_list.is_some() || !matches!(workload, Workload::WalkList(_))
    }

    fn sample(&mut self, workload: Workload, runs: u32) -> Result<Duration> {
        let guest = &mut *self.guest.borrow_mut();
        guest.select(&self.exports);
        let time;
        match workload {
            Workload::ReadRecords => {
                let start = Instant::now();
                for _ in 0..runs {
                    let totals = (self.approach.read_records)(guest)?;
                    ensure!(totals == self.expected.records, "wrong totals: {totals:?}");
                }
                time = start.elapsed();
            }
            Workload::WalkList(order) => {
                let walk_list = self.approach.walk_list.context("no list in this approach")?;
                let start = Instant::now();
                for _ in 0..runs {
                    let totals = walk_list(guest, order)?;
                    ensure!(
                        totals == self.expected.lists[order as usize],
                        "wrong totals: {totals:?}"
                    );
                }
                time = start.elapsed();
            }
            Workload::Exchange => {
                let mut responses = Vec::with_capacity(self.messages.len() * runs as usize);
                let start = Instant::now();
                for _ in 0..runs {
                    for message in &self.messages {
                        responses.push((self.approach.exchange)(guest, message)?);
                    }
                }
                time = start.elapsed();
                for (response, index) in responses.into_iter().zip((0..EXCHANGES).cycle()) {
                    let response: workload::Message = response.into();
                    let expected = workload::response(workload::message(index));
                    ensure!(response == expected, "wrong response: {response:?}");
                }
            }
            Workload::WriteRecords => {
                // Made anew for each sample: a source that stays would favour whoever got the better pages.
                let records: Vec<R> = workload::records().map(R::from).collect();
                guest.forget_written()?;
                let mut len = 0;
                let start = Instant::now();
                for _ in 0..runs {
                    len = (self.approach.write_records)(guest, &records)?;
                }
                time = start.elapsed();
                let checksum = guest.written(len)?;
                ensure!(
                    checksum == self.expected.records.checksum(),
                    "wrong checksum: {checksum:#x}"
                );
            }
        }
        Ok(time)
    }
}

/// The medians of one approach in one workload.
pub struct Figure {
    pub seconds: f64,
    pub ratio: f64,
}

/// Measures every approach in every workload; the first one is what the others are divided by. The result is
/// indexed by approach, then by workload in the order of [`Workload::ALL`].
pub fn measure<'a>(
    subjects: impl Iterator<Item = (&'static str, &'a mut (dyn Subject + 'static))>,
    rounds: usize,
) -> Result<Vec<Vec<Option<Figure>>>> {
    let mut subjects: Vec<_> = subjects.collect();
    let mut table: Vec<Vec<Option<Figure>>> = subjects.iter().map(|_| Vec::new()).collect();
    for workload in Workload::ALL {
        let times = measure_rounds(&mut subjects, workload, rounds)?;
        for (row, own) in table.iter_mut().zip(&times) {
            let ratios = own.iter().zip(&times[0]).map(|(own, first)| own / first);
            let figure = || Figure {
                seconds: median(own.clone()),
                ratio: median(ratios.collect()),
            };
            row.push((!own.is_empty()).then(figure));
        }
    }
    Ok(table)
}

/// The seconds of each approach in each round; none where it doesn't support the workload.
fn measure_rounds(
    subjects: &mut [(&'static str, &mut (dyn Subject + 'static))],
    workload: Workload,
    rounds: usize,
) -> Result<Vec<Vec<f64>>> {
    let mut times: Vec<Vec<f64>> = subjects.iter().map(|_| Vec::with_capacity(rounds)).collect();
    let mut runs = vec![1; subjects.len()];
    let mut order: Vec<usize> = (0..subjects.len()).collect();
    let random = RandomState::new();
    // Round 0 only finds out how many runs make a sample.
    for round in 0..=rounds {
        // Shuffled anew, so that none always finds the caches as the same neighbour left them.
        order.sort_by_cached_key(|&index| random.hash_one((round, index)));
        for &index in &order {
            let (name, subject) = &mut subjects[index];
            if !subject.supports(workload) {
                continue;
            }
            let mut sample = || {
                // Warms the caches up; a sample of one run is too long to need it.
                if round == 0 || runs[index] > 1 {
                    subject.sample(workload, 1)?;
                }
                subject.sample(workload, runs[index])
            };
            let sample = sample().with_context(|| format!("{name}, {}", workload.title()))?;
            if round == 0 {
                runs[index] = (SAMPLE.as_nanos() / sample.as_nanos().max(1)).clamp(1, 1000) as u32;
            } else {
                times[index].push(sample.as_secs_f64() / f64::from(runs[index] * workload.items()));
            }
        }
    }
    Ok(times)
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn median_of_odd_and_even_counts() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
    }
}
