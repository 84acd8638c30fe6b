//! Prints the tables.

use crate::measure::{Figure, Workload};
use crate::user_code::Count;

/// Times and ratios, a row for each approach.
pub fn speed<'a>(rows: impl Iterator<Item = (&'a str, &'a [Option<Figure>])>, rounds: usize) {
    println!("Speed: median time, and median of {rounds} per-round ratios to the first row\n");
    print!("{:<24}", "");
    for workload in Workload::ALL {
        print!("{:>21}", workload.title());
    }
    println!();
    for (name, figures) in rows {
        print!("{name:<24}");
        for figure in figures {
            match figure {
                Some(Figure { seconds, ratio }) => print!("{:>12}{:>9}", time(*seconds), precision(*ratio)),
                None => print!("{:>12}{:>9}", "-", "-"),
            }
        }
        println!();
    }
}

/// Lines of user code.
pub fn code<'a>(rows: impl Iterator<Item = (&'a str, Count)>) {
    println!("User code for the four workloads, host and guest, without blank lines and comments\n");
    println!("{:<24}{:>8}{:>10}", "", "lines", "`unsafe`");
    for (name, count) in rows {
        println!("{name:<24}{:>8}{:>10}", count.lines, count.unsafes);
    }
}

/// Times of checking the generated crates, and their ratios to the first row.
pub fn derive_cost(rows: &[(&str, f64)], structs: usize) {
    println!("Cost of the derive: median time of `cargo check`, {structs} structs of 8 fields\n");
    for (name, seconds) in rows {
        let ratio = seconds / rows[0].1;
        println!("{name:<24}{:>12}{:>9}", time(*seconds), precision(ratio));
    }
}

/// Times of a call of the host that reads a number; the first row is what the others are divided by.
pub fn caller(rows: &[(&str, f64)]) {
    println!("The guest in a host function: median time of a call that reads one number\n");
    for (name, seconds) in rows {
        let ratio = seconds / rows[0].1;
        println!("{name:<24}{:>12}{:>9}", time(*seconds), precision(ratio));
    }
}

fn time(seconds: f64) -> String {
    match seconds {
        ..1e-6 => format!("{:.1} ns", seconds * 1e9),
        ..1e-3 => format!("{:.1} µs", seconds * 1e6),
        ..1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn precision(ratio: f64) -> String {
    if ratio < 9.995 {
        format!("{ratio:.2}")
    } else {
        format!("{ratio:.0}")
    }
}
