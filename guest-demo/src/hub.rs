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

#[unsafe(no_mangle)]
extern "C" fn hub_receive(batch: &Batch) {
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

#[unsafe(no_mangle)]
extern "C" fn hub_verdicts() -> *const Verdict {
    HUB.with_borrow(|hub| hub.verdicts.as_ptr())
}
