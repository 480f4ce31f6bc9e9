//! A complete point addition every clock.
//!
//! ```text
//! p, q --> RankFirst --> 6 ModMul --> RankMiddle --> 6 ModMul --> RankLast --> sum
//! valid, tag ---------------------- delay --------------------------------> sum_valid, sum_tag
//! ```
//!
//! Complete: right for all pairs of points of a curve of odd order, infinity and equal points included.
//! Interface: pipe with valid and tag. Points canonical. Latency: [`PointAdd::latency`].
//! Source: Renes, Costello, Batina, eprint 2015/1060, algorithm 7 (a = 0), 12 products.
//! Golden model: affine addition.

use super::{CurveConfig, RankFirst, RankLast, RankMiddle};
use crate::field::ModMul;
use crate::named;
use crate::prim::Delay;
use rust_hdl::prelude::*;

/// `sum = p + q`, points of `P = 3 N` bits, with a tag of `T` bits beside.
#[derive(LogicBlock)]
pub struct PointAdd<const N: usize, const P: usize, const T: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Whether an addition starts.
    pub valid: Signal<In, Bit>,
    /// What travels with it.
    pub tag: Signal<In, Bits<T>>,
    /// (X1 : Y1 : Z1).
    pub p: Signal<In, Bits<P>>,
    /// (X2 : Y2 : Z2).
    pub q: Signal<In, Bits<P>>,
    /// (X3 : Y3 : Z3).
    pub sum: Signal<Out, Bits<P>>,
    /// Whether an addition ends.
    pub sum_valid: Signal<Out, Bit>,
    /// Its tag.
    pub sum_tag: Signal<Out, Bits<T>>,
    first: RankFirst<N, P>,
    product: [ModMul<N>; 6],
    middle: RankMiddle<N>,
    last_product: [ModMul<N>; 6],
    last: RankLast<N, P>,
    at_products: Delay<Bit>,
    at_last_products: Delay<Bit>,
    at_end: Delay<Bit>,
    tags: Delay<Bits<T>>,
}

impl<const N: usize, const P: usize, const T: usize> PointAdd<N, P, T> {
    /// The adder of `curve`.
    ///
    /// # Panics
    /// When `P` is not `3 N`, or the field does not fit `N` bits.
    pub fn new(curve: &CurveConfig) -> Self {
        let (first, last) = (RankFirst::new(&curve.field), RankLast::new(&curve.field));
        let middle = RankMiddle::new(curve);
        let product: [ModMul<N>; 6] = ModMul::array(&curve.field);
        let to_last_products = product[0].latency() + middle.latency();
        let to_end = product[0].latency() + last.latency();
        let latency = first.latency() + to_last_products + to_end;
        Self {
            clock: Default::default(),
            valid: Default::default(),
            tag: Default::default(),
            p: Default::default(),
            q: Default::default(),
            sum: Default::default(),
            sum_valid: Default::default(),
            sum_tag: Default::default(),
            at_products: Delay::zeroed(first.latency()),
            at_last_products: Delay::zeroed(to_last_products),
            at_end: Delay::zeroed(to_end),
            tags: Delay::zeroed(latency),
            first,
            product,
            middle,
            last_product: ModMul::array(&curve.field),
            last,
        }
    }

    /// Clocks from points to sum.
    pub fn latency(&self) -> usize {
        let products = self.product[0].latency() + self.last_product[0].latency();
        self.first.latency() + products + self.middle.latency() + self.last.latency()
    }
}

impl<const N: usize, const P: usize, const T: usize> Logic for PointAdd<N, P, T> {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(
            self,
            clock,
            first,
            middle,
            last,
            at_products,
            at_last_products,
            at_end,
            tags
        );
        self.first.p.next = self.p.val();
        self.first.q.next = self.q.val();
        self.at_products.d.next = self.valid.val();
        self.at_last_products.d.next = self.at_products.q.val();
        self.at_end.d.next = self.at_last_products.q.val();
        self.tags.d.next = self.tag.val();
        for i in 0..6 {
            self.product[i].clock.next = self.clock.val();
            self.product[i].valid.next = self.at_products.q.val();
            self.product[i].a.next = self.first.a[i].val();
            self.product[i].b.next = self.first.b[i].val();
            self.middle.m[i].next = self.product[i].p.val();
            self.last_product[i].clock.next = self.clock.val();
            self.last_product[i].valid.next = self.at_last_products.q.val();
            self.last.m[i].next = self.last_product[i].p.val();
        }
        self.last_product[0].a.next = self.middle.t3.val();
        self.last_product[0].b.next = self.middle.t1.val();
        self.last_product[1].a.next = self.middle.t4.val();
        self.last_product[1].b.next = self.middle.y3.val();
        self.last_product[2].a.next = self.middle.t1.val();
        self.last_product[2].b.next = self.middle.z3.val();
        self.last_product[3].a.next = self.middle.y3.val();
        self.last_product[3].b.next = self.middle.t0.val();
        self.last_product[4].a.next = self.middle.z3.val();
        self.last_product[4].b.next = self.middle.t4.val();
        self.last_product[5].a.next = self.middle.t0.val();
        self.last_product[5].b.next = self.middle.t3.val();
        self.sum.next = self.last.sum.val();
        self.sum_valid.next = self.at_end.q.val();
        self.sum_tag.next = self.tags.q.val();
    }
    named!();
}
