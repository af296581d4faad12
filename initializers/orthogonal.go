package initializers

import (
	"fmt"
	"math"
	"runtime"
	"sync"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// Orthogonal makes a matrix whose columns, or rows if it has fewer, have length Gain and
// are at right angles to each other; all such matrices are equally probable (Saxe,
// McClelland and Ganguli, 2013). A weight of more axes is a matrix [all but the last,
// last].
type Orthogonal struct {
	// Gain is the length of a column. Default: 1.
	Gain *float64 `json:"gain" keras:"default=1.0"`

	// Seed makes every call give the same numbers. Default: nil, other ones.
	Seed *int64 `json:"seed" keras:"default=null"`
}

var _ = config.Register[Orthogonal](module, "OrthogonalInitializer")

// Initialize implements [Initializer].
func (o *Orthogonal) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	n := len(shape)
	if n < 2 {
		return nil, fmt.Errorf("initializer \"orthogonal\": received shape %v, expected at least two axes", shape)
	}
	return draw("orthogonal", g, o.Seed, dt, shape, func(g *random.Generator, w []float32) {
		rows, cols := shape[:n-1].Size(), shape[n-1]
		q := orthonormal(g, max(rows, cols), min(rows, cols))
		gain := or(o.Gain, 1)
		for i := range w {
			r, c := i/cols, i%cols
			if rows < cols {
				r, c = c, r
			}
			w[i] = float32(gain * q[c][r])
		}
	})
}

// orthonormal returns n columns of m ≥ n numbers: the Q of the factorization QR of a
// matrix of normal numbers whose R has a positive diagonal.
//
// Q is a product of n reflections. The one that turns column k of the matrix into that
// of R leaves the columns behind it normal and independent; so instead of reflecting
// them their remainders are drawn when needed, which halves the work (Stewart, "The
// Efficient Generation of Random Orthogonal Matrices", 1980).
func orthonormal(g *random.Generator, m, n int) [][]float64 {
	mirrors := make([]mirror, n)
	buf := make([]float32, m)
	for k := range mirrors {
		g.Normal(buf[k:], 0, 1)
		mirrors[k] = newMirror(buf[k:])
	}
	// Column j is what the reflections j, …, 0 make of the j-th unit vector. A few
	// columns at a time share what is read of the reflections.
	const block = 8
	q := make([][]float64, n)
	var wg sync.WaitGroup
	tickets := make(chan struct{}, runtime.GOMAXPROCS(0))
	for lo := 0; lo < n; lo += block {
		tickets <- struct{}{}
		wg.Go(func() {
			hi := min(lo+block, n)
			for j := lo; j < hi; j++ {
				q[j] = make([]float64, m)
				q[j][j] = mirrors[j].sign
			}
			for k := hi - 1; k >= 0; k-- {
				for j := max(k, lo); j < hi; j++ {
					mirrors[k].reflect(q[j][k:])
				}
			}
			<-tickets
		})
	}
	wg.Wait()
	return q
}

// A mirror is the reflection x - 2v(v·x) for a v of length 1, and the sign that a positive
// diagonal asks for.
type mirror struct {
	v    []float64
	sign float64
}

// newMirror returns the reflection that turns x into a multiple of the first unit vector.
func newMirror(x []float32) mirror {
	v := make([]float64, len(x))
	for i, e := range x {
		v[i] = float64(e)
	}
	first, length := v[0], math.Sqrt(dot(v, v))
	// Away from the mirror image, so that no digits are lost.
	v[0] += math.Copysign(length, first)
	if norm := math.Sqrt(dot(v, v)); norm > 0 {
		for i := range v {
			v[i] /= norm
		}
	}
	return mirror{v, -math.Copysign(1, first)}
}

func (h mirror) reflect(x []float64) {
	s := 2 * dot(h.v, x)
	for i, v := range h.v {
		x[i] -= float64(s * v)
	}
}

// dot is Σab. The products are rounded, so that all machines give the same bits.
func dot(a, b []float64) float64 {
	var s [4]float64
	b = b[:len(a)]
	for ; len(a) >= 4; a, b = a[4:], b[4:] {
		s[0] += float64(a[0] * b[0])
		s[1] += float64(a[1] * b[1])
		s[2] += float64(a[2] * b[2])
		s[3] += float64(a[3] * b[3])
	}
	for i := range a {
		s[0] += float64(a[i] * b[i])
	}
	return s[0] + s[1] + (s[2] + s[3])
}
