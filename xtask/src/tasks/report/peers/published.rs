//! What others took elsewhere: on a 2-core AMD EPYC (Zen 4, AVX-512 with IFMA), two threads, in brackets one. The figures
//! beside which the bars of this project were set.

use serde::Serialize;

/// Times of a library's kernels, in milliseconds; nothing where it has none.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Published {
    pub(super) library: &'static str,
    /// MSM over G1 of 2^12, 2^16, 2^18 and 2^20 points, over G2 of 2^16.
    pub(super) msm: [&'static str; 5],
    /// Transforms of 2^16 and 2^20 points, natural order in and out.
    pub(super) ntt: [&'static str; 2],
}

pub(super) const KERNELS: [Published; 5] = [
    Published {
        library: "constantine (Nim)",
        msm: [
            "11 (22)",
            "128 (246)",
            "436 (861)",
            "1665 (3205)",
            "322 (598)",
        ],
        ntt: ["", ""],
    },
    Published {
        library: "gnark-crypto (Go)",
        msm: [
            "16 (37)",
            "167 (294)",
            "572 (1000)",
            "2010 (3777)",
            "327 (609)",
        ],
        ntt: ["5.1 (7.6)", "136 (172)"],
    },
    Published {
        library: "halo2curves 0.10",
        msm: [
            "32 (42)",
            "209 (331)",
            "727 (1192)",
            "2919 (4504)",
            "623 (1007)",
        ],
        ntt: ["9.2 (12.7)", "201 (348)"],
    },
    Published {
        library: "mcl",
        msm: [
            "21 (33)",
            "207 (394)",
            "969 (1569)",
            "3672 (7523)",
            "548 (1032)",
        ],
        ntt: ["", ""],
    },
    Published {
        library: "arkworks 0.6",
        msm: [
            "28 (43)",
            "302 (430)",
            "1153 (1702)",
            "4364 (8841)",
            "917 (1545)",
        ],
        ntt: ["12 (24)", "234 (486)"],
    },
];

/// Seconds of whole proofs, key load included.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct PublishedProof {
    pub(super) circuit: &'static str,
    pub(super) rapidsnark: &'static str,
    /// Proving, and reading the key.
    pub(super) arkworks: &'static str,
    pub(super) snarkjs: &'static str,
}

pub(super) const PROOFS: [PublishedProof; 6] = [
    proof(
        "Poseidon chain 2^14",
        "0.29 (0.56)",
        "0.38 + 1.0",
        "1.8 (3.7)",
    ),
    proof(
        "Poseidon chain 2^16",
        "1.17 (2.18)",
        "1.17 + 3.3",
        "5.7 (10.0)",
    ),
    proof("SHA-256 2^16", "0.42 (0.80)", "0.35 + 3.6", "3.2 (4.7)"),
    proof(
        "Poseidon chain 2^18",
        "5.35 (10.0)",
        "4.97 + 12.9",
        "18.7 (35.6)",
    ),
    proof("SHA-256 2^18", "1.86 (3.16)", "1.43 + 13.5", "10.1 (17.1)"),
    proof(
        "Poseidon chain 2^20",
        "16.5 (31.6); 628 MB",
        "19.4 + 56; 1190 MB",
        "77 (140); 2280 MB",
    ),
];

const fn proof(
    circuit: &'static str,
    rapidsnark: &'static str,
    arkworks: &'static str,
    snarkjs: &'static str,
) -> PublishedProof {
    PublishedProof {
        circuit,
        rapidsnark,
        arkworks,
        snarkjs,
    }
}

/// Memory of rapidsnark's proof of the Poseidon chain of 2^20, in bytes.
pub(super) const RAPIDSNARK_BYTES: u64 = 628_000_000;

/// How many times longer halo2curves took there than the fastest, which no registry has: kernel, size, factor on two
/// threads, who was the fastest.
pub(super) const BEHIND: [(&str, u32, f64, &str); 7] = [
    ("MSM G1", 12, 32.0 / 11.0, "constantine"),
    ("MSM G1", 16, 209.0 / 128.0, "constantine"),
    ("MSM G1", 18, 727.0 / 436.0, "constantine"),
    ("MSM G1", 20, 2919.0 / 1665.0, "constantine"),
    ("MSM G2", 16, 623.0 / 322.0, "constantine"),
    ("NTT", 16, 9.2 / 5.1, "gnark-crypto"),
    ("NTT", 20, 201.0 / 136.0, "gnark-crypto"),
];
