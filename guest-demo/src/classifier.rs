//! The nearest-centroid classifier.

use demo_types::hub::{Activity, Sample};

const AXES: usize = 6;

/// Keeps the logarithm of a standard deviation of 0 finite.
const STD_FLOOR: f64 = 0.001;

/// Mean and log standard deviation of each axis.
type Features = [[f64; 2]; AXES];

/// What was learned of one activity.
#[derive(Clone, Copy)]
struct Class {
    sum: Features,
    recordings: u32,
}

pub struct Classifier {
    classes: [Class; Activity::ALL.len()],
}

impl Classifier {
    pub const fn new() -> Self {
        let nothing = Class {
            sum: [[0.0; 2]; AXES],
            recordings: 0,
        };
        Self {
            classes: [nothing; Activity::ALL.len()],
        }
    }

    pub fn learn(&mut self, activity: Activity, samples: &[Sample]) {
        let class = &mut self.classes[activity as usize];
        class.recordings += 1;
        for (sum, feature) in values_mut(&mut class.sum).zip(values(&features(samples))) {
            *sum += feature;
        }
    }

    /// The activity whose centroid is nearest, and how far it is; `None` as long as nothing was learned.
    pub fn nearest(&self, samples: &[Sample]) -> Option<(Activity, f64)> {
        let features = features(samples);
        let learned = Activity::ALL.into_iter().zip(&self.classes);
        learned
            .filter(|(_, class)| class.recordings > 0)
            .map(|(activity, class)| (activity, class.distance(&features)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

impl Class {
    fn distance(&self, features: &Features) -> f64 {
        let centroid = values(&self.sum).map(|sum| sum / f64::from(self.recordings));
        let squares = centroid.zip(values(features)).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f64>().sqrt()
    }
}

fn features(samples: &[Sample]) -> Features {
    std::array::from_fn(|axis| {
        let values = samples.iter().map(|sample| f64::from(value(sample, axis)));
        let count = samples.len() as f64;
        let mean = values.clone().sum::<f64>() / count;
        let variance = values.map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        [mean, (variance.sqrt() + STD_FLOOR).ln()]
    })
}

fn value(sample: &Sample, axis: usize) -> f32 {
    match axis.checked_sub(sample.acc.len()) {
        None => sample.acc[axis],
        Some(axis) => sample.gyro[axis],
    }
}

fn values(features: &Features) -> impl Iterator<Item = f64> {
    features.as_flattened().iter().copied()
}

fn values_mut(features: &mut Features) -> impl Iterator<Item = &mut f64> {
    features.as_flattened_mut().iter_mut()
}
