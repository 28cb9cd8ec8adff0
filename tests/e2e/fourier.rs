//! A small Fourier transform, for correlations. Iterative radix 2 (Cooley and Tukey, 1965).

use std::f64::consts::PI;

/// A complex number.
#[derive(Clone, Copy, Default)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

impl Complex {
    /// A product.
    pub fn times(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    /// The conjugate.
    pub fn conjugate(self) -> Self {
        Self { re: self.re, im: -self.im }
    }
}

/// `samples` as complex numbers, filled up with zeros to `length`.
pub fn padded(samples: &[f32], length: usize) -> Vec<Complex> {
    let mut all: Vec<_> =
        samples.iter().map(|sample| Complex { re: f64::from(*sample), im: 0.0 }).collect();
    all.resize(length, Complex::default());
    all
}

/// Transforms in place; the length must be a power of two. `inverse` leaves out the division by it.
pub fn transform(data: &mut [Complex], inverse: bool) {
    let length = data.len();
    assert!(length.is_power_of_two(), "{length} is not a power of two");
    reorder(data);
    let sign = if inverse { 1.0 } else { -1.0 };
    let mut size = 2;
    while size <= length {
        let half = size / 2;
        let turns: Vec<_> = (0..half)
            .map(|k| {
                let angle = sign * 2.0 * PI * k as f64 / size as f64;
                Complex { re: angle.cos(), im: angle.sin() }
            })
            .collect();
        for block in data.chunks_exact_mut(size) {
            let (low, high) = block.split_at_mut(half);
            for ((a, b), turn) in low.iter_mut().zip(high).zip(&turns) {
                let product = b.times(*turn);
                *b = Complex { re: a.re - product.re, im: a.im - product.im };
                *a = Complex { re: a.re + product.re, im: a.im + product.im };
            }
        }
        size *= 2;
    }
}

/// Puts each element where the reversed bits of its index say.
fn reorder(data: &mut [Complex]) {
    let bits = data.len().trailing_zeros();
    for index in 0..data.len() {
        let other = index.reverse_bits() >> (usize::BITS - bits.max(1));
        if other > index && bits > 0 {
            data.swap(index, other);
        }
    }
}
