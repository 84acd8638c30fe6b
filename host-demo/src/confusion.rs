//! The confusion table: which activity was taken for which.

use std::fmt;

use demo_types::hub::Activity;

/// How often each activity (the row) was labelled as each (the column).
#[derive(Default)]
pub struct Confusion {
    counts: [[u32; Activity::ALL.len()]; Activity::ALL.len()],
}

impl Confusion {
    pub const fn add(&mut self, actual: Activity, labelled: Activity) {
        self.counts[actual as usize][labelled as usize] += 1;
    }

    pub fn right(&self) -> u32 {
        Activity::ALL
            .map(|activity| self.counts[activity as usize][activity as usize])
            .iter()
            .sum()
    }

    pub fn total(&self) -> u32 {
        self.counts.as_flattened().iter().sum()
    }
}

impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {:12}", "labelled as")?;
        for activity in Activity::ALL {
            write!(f, "{:>11}", activity.name())?;
        }
        for (activity, counts) in Activity::ALL.iter().zip(self.counts) {
            write!(f, "\n  {:12}", activity.name())?;
            for count in counts {
                write!(f, "{count:>11}")?;
            }
        }
        Ok(())
    }
}
