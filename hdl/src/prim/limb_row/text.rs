//! The Verilog of a row, as a module of its own or among others in one.

use super::LIMB;

/// How a row comes by its factor.
pub(crate) enum RowFactor<'a> {
    /// These limbs.
    Constant(&'a [u64]),
    /// Limb by limb, as those of [`LimbRow`](super::LimbRow).
    Shifted,
    /// From the bus `factor`, with the first limb.
    Whole,
}

/// A row of `count` limbs. All its names begin with `prefix`; what goes in and comes out is declared elsewhere, under the
/// names of [`LimbRow`](super::LimbRow)'s ports.
pub(crate) fn row_text(prefix: &str, count: usize, factor: &RowFactor<'_>) -> String {
    let p = prefix;
    let column = 2 * LIMB + count.ilog2() as usize + 1;
    let (mut declared, mut moved) = (String::new(), String::new());
    for j in 0..count {
        let above = match j + 1 < count {
            true => format!(" + ({p}first_2 ? {column}'d0 : {p}column_{})", j + 1),
            false => String::new(),
        };
        let high_above = match j + 1 < count {
            true => format!("{p}low_last_next ? {p}column_{} : {p}high_{}", j + 1, j + 1),
            false => format!("{column}'d0"),
        };
        let (of_factor, its_moves, held) = held_limb(p, count, factor, j);
        declared += &of_factor;
        moved += &its_moves;
        declared += &format!(
            "logic [35:0] {p}product_{j};\nlogic [{top}:0] {p}column_{j}, {p}high_{j};\n",
            top = column - 1
        );
        moved += &format!(
            "    {p}product_{j} <= {held} * {p}limb_1;\n    \
             if ({p}valid_2) {p}column_{j} <= {{{pad}'d0, {p}product_{j}}}{above};\n    \
             {p}high_{j} <= {high_above};\n",
            pad = column - 36
        );
    }
    format!(
        "\
{declared}logic [17:0] {p}limb_1;
logic {p}valid_1, {p}first_1, {p}last_1, {p}valid_2, {p}first_2, {p}last_2, {p}valid_3, {p}first_3, {p}last_3;
logic [{carry}:0] {p}carry, {p}high_carry;
initial begin {p}valid_1 = 0; {p}valid_2 = 0; {p}valid_3 = 0; {p}low_valid = 0; end
wire {p}low_last_next = {p}valid_3 && {p}last_3;
wire [{column}:0] {p}total = {{1'b0, {p}column_0}} + ({p}first_3 ? {sum}'d0 : {{18'd0, {p}carry}});
wire [{column}:0] {p}high_total = {{1'b0, {p}high_0}} + {{18'd0, {p}low_last ? {p}carry : {p}high_carry}};
always @(posedge clock) begin
    {p}limb_1 <= {p}limb;
    {{{p}valid_1, {p}first_1, {p}last_1}} <= {{{p}valid, {p}first, {p}last}};
    {{{p}valid_2, {p}first_2, {p}last_2}} <= {{{p}valid_1, {p}first_1, {p}last_1}};
    {{{p}valid_3, {p}first_3, {p}last_3}} <= {{{p}valid_2, {p}first_2, {p}last_2}};
    {{{p}low_valid, {p}low_first, {p}low_last}} <= {{{p}valid_3, {p}valid_3 && {p}first_3, {p}low_last_next}};
{moved}    if ({p}valid_3) {{{p}carry, {p}low}} <= {p}total;
    {{{p}high_carry, {p}high}} <= {p}high_total;
    {p}high_first <= {p}low_last;
end
",
        carry = column - LIMB,
        sum = column + 1,
    )
}

/// What limb `j` of the factor declares, what it does each clock, and how it is called.
fn held_limb(p: &str, count: usize, factor: &RowFactor<'_>, j: usize) -> (String, String, String) {
    let held = format!("{p}held_{j}");
    match factor {
        RowFactor::Constant(limbs) => (
            String::new(),
            String::new(),
            format!("{LIMB}'d{}", limbs[j]),
        ),
        RowFactor::Shifted => {
            let coming_above = match j + 1 < count {
                true => format!("{p}coming_{}", j + 1),
                false => format!("{p}factor"),
            };
            let moves = format!(
                "    if ({p}load) {p}coming_{j} <= {coming_above};\n    if ({p}first) {held} <= {p}coming_{j};\n"
            );
            (
                format!("logic [17:0] {p}coming_{j}, {held};\n"),
                moves,
                held,
            )
        }
        RowFactor::Whole => (
            format!("logic [17:0] {held};\n"),
            format!(
                "    if ({p}first) {held} <= {p}factor[{top}:{low}];\n",
                top = LIMB * j + LIMB - 1,
                low = LIMB * j
            ),
            held,
        ),
    }
}
