//! The classifier again, from the CSV on, natively and without any of the demo's code.

use std::collections::BTreeMap;

const ACTIVITIES: [&str; 4] = ["standing", "walking", "running", "badminton"];

type Features = Vec<f64>;

/// How often each activity (the row) is nearest to the centroid of each (the column), on the test recordings.
pub fn confusion_table(csv: &str) -> [[u32; 4]; 4] {
    let recordings = recordings(csv);
    let of_split = |split| recordings.iter().filter(move |((of, ..), _)| *of == split);

    let centroids = ACTIVITIES.map(|activity| {
        let members = of_split("train").filter(|((.., of), _)| *of == activity);
        mean_of(&members.map(|(_, rows)| features(rows)).collect::<Vec<_>>())
    });
    let mut table = [[0; 4]; 4];
    for ((.., activity), rows) in of_split("test") {
        let features = features(rows);
        let distances = centroids.each_ref().map(|centroid| distance(centroid, &features));
        let nearest = (0..4)
            .min_by(|&a, &b| distances[a].total_cmp(&distances[b]))
            .unwrap();
        let actual = ACTIVITIES.iter().position(|name| name == activity).unwrap();
        table[actual][nearest] += 1;
    }
    table
}

/// By split, number and activity: rows of six axes.
fn recordings(csv: &str) -> BTreeMap<(&str, u32, &str), Vec<Vec<f64>>> {
    let mut recordings = BTreeMap::<_, Vec<_>>::new();
    for line in csv.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        let key = (cells[0], cells[1].parse().unwrap(), cells[2]);
        let axes = cells[4..].iter().map(|cell| cell.parse().unwrap()).collect();
        recordings.entry(key).or_default().push(axes);
    }
    recordings
}

/// The mean and the log standard deviation of each axis.
fn features(rows: &[Vec<f64>]) -> Features {
    let mean = mean_of(rows);
    let squares: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .zip(&mean)
                .map(|(x, mean)| (x - mean) * (x - mean))
                .collect()
        })
        .collect();
    let deviation = mean_of(&squares)
        .into_iter()
        .map(|variance| (variance.sqrt() + 0.001).ln());
    mean.iter().copied().chain(deviation).collect()
}

fn mean_of(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut mean = vec![0.0; rows[0].len()];
    for row in rows {
        for (mean, x) in mean.iter_mut().zip(row) {
            *mean += x / rows.len() as f64;
        }
    }
    mean
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}
