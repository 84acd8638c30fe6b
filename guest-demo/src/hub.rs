//! The sensor hub: learns from the batches that have a label, and gives a verdict on those that have none.

use std::cell::RefCell;

use demo_types::hub::{Batch, Label, Verdict};
use shared_abi::Ptr;

use crate::classifier::Classifier;
use crate::keep;

struct Hub {
    classifier: Classifier,
    /// The head of the list of verdicts; the latest comes first.
    verdicts: Ptr<Verdict>,
}

thread_local! {
    static HUB: RefCell<Hub> = const {
        RefCell::new(Hub { classifier: Classifier::new(), verdicts: Ptr::NULL })
    };
}

shared_abi::export! {
    fn hub_receive(batch: &Batch) {
        // SAFETY: the host wrote the samples before it called, and writes nothing meanwhile.
        let samples = unsafe { batch.samples.as_slice() };
        HUB.with_borrow_mut(|hub| match batch.label {
            Label::Known(activity) => hub.classifier.learn(activity, samples),
            Label::Unknown => {
                let (activity, distance) = hub
                    .classifier
                    .nearest(samples)
                    .expect("recordings with a label come first");
                hub.verdicts = Ptr::from_ref(keep(Verdict {
                    recording: batch.header.recording,
                    activity,
                    distance,
                    next: hub.verdicts,
                }));
            }
        });
    }

    fn hub_verdicts() -> Ptr<Verdict> {
        HUB.with_borrow(|hub| hub.verdicts)
    }
}

#[cfg(test)]
mod tests {
    use demo_types::hub::{Activity, Header, Sample};
    use shared_abi::Slice;

    use super::*;

    fn send(recording: u32, label: Label, value: f32) {
        let [acc, gyro] = [[value; 3], [-value; 3]];
        hub_receive(&Batch {
            header: Header {
                recording,
                interval_ms: 100,
            },
            label,
            samples: Slice::from_ref(&[Sample { acc, gyro }; 4]),
        });
    }

    #[test]
    fn the_latest_verdict_comes_first() {
        assert!(hub_verdicts().is_null());
        send(1, Label::Known(Activity::Standing), 0.0);
        send(2, Label::Known(Activity::Running), 9.0);
        send(3, Label::Unknown, 8.0);
        send(4, Label::Unknown, 1.0);
        // SAFETY: the hub keeps its verdicts, and writes to none that it has handed out.
        let [latest, first] = unsafe {
            let latest = hub_verdicts().as_ref().unwrap();
            [latest, latest.next.as_ref().unwrap()]
        };
        assert_eq!((latest.recording, latest.activity), (4, Activity::Standing));
        assert_eq!((first.recording, first.activity), (3, Activity::Running));
        assert!(first.next.is_null());
    }
}
