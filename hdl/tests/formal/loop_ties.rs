//! What the loop of pairs tells of its blocks' insides: inputs of the harness, tied to nets of the queues and the line.

use crate::ties::Tie;

/// Queues of pairs: of items of each bank, of sums, of full pairs.
const QUEUES: [&str; 4] = ["tags_0", "tags_1", "tags_2", "fulls_tags"];

/// What the inputs that tell of the blocks' insides are tied to.
pub fn ties() -> Vec<Tie> {
    let queues = ("PairQueues", "queues");
    let line = ("PairLine", "line");
    let offered = ["b_0", "b_1", "tags_2_in_valid", "to_full"];
    // A queue is three FIFOs in step: of tags and of both points.
    let parts = |queue: &str| match queue.strip_prefix("tags_") {
        Some(i) => [format!("p_{i}"), format!("q_{i}"), queue.to_owned()],
        None => ["fulls_p", "fulls_q", queue].map(String::from),
    };
    let refused = QUEUES
        .iter()
        .zip(offered)
        .enumerate()
        .map(|(i, (queue, offered))| {
            let ready = parts(queue)
                .map(|part| format!("{part}_in_ready"))
                .join(" & ");
            Tie::new(
                queues,
                format!("refused_{i}"),
                format!("{offered} & ~({ready})"),
            )
        });
    let waiting = "tags_0_out_valid | tags_1_out_valid | tags_2_out_valid | full_valid | offered_q";
    let groups =
        "count_q <= group & left_q <= group & tags_fill == {2'b0, count_q} + {2'b0, left_q}";
    let mut ties: Vec<Tie> = refused.collect();
    ties.push(Tie::new(queues, "queued".into(), waiting.into()));
    ties.push(Tie::new(
        line,
        "lined".into(),
        "~(between & count_q == none)".into(),
    ));
    ties.push(Tie::new(line, "grouped".into(), groups.into()));
    ties
}
