//! What the host does with the results of a job.

use zkcard_wire::layout::Windows;

/// S and T of all chains to one sum: over windows `2^offset` times, over their chains, `T + k length S`.
pub fn combine<P: Clone>(windows: &Windows, points: &[P], zero: P, add: impl Fn(&P, &P) -> P) -> P {
    let times = |p: &P, k: usize| {
        (0..usize::BITS).rev().fold(zero.clone(), |acc, bit| {
            let twice = add(&acc, &acc);
            if k >> bit & 1 == 1 {
                add(&twice, p)
            } else {
                twice
            }
        })
    };
    (0..windows.count).rev().fold(zero.clone(), |acc, w| {
        let raised = times(&acc, 1 << windows.width(w));
        (0..windows.chains_of(w)).fold(raised, |sum, k| {
            let chain = 2 * (windows.first_chain(w) + k);
            add(
                &add(&sum, &points[chain + 1]),
                &times(&points[chain], k * windows.segment_length()),
            )
        })
    })
}
