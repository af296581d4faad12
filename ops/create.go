package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A like is the settings of functions that make arrays of the shape of another one.
type like struct {
	DType dtype `json:"dtype" keras:"default=null;plain;always"`
}

type (
	fullLike  like
	onesLike  like
	zerosLike like
)

var (
	_ = settings[fullLike]("numpy", "FullLike")
	_ = settings[onesLike]("numpy", "OnesLike")
	_ = settings[zerosLike]("numpy", "ZerosLike")
)

// Const returns the scalar v of type dt.
func Const(v float64, dt tensor.DType) *Value { return graph.Apply(constOp(dt, v)) }

// Constant returns an array that is known when the program is made. It must not
// be changed afterwards.
func Constant(t *tensor.Tensor) *Value { return graph.Apply(prim.Literal{Array: t}) }

// Full returns an array of the given type and shape, all of whose elements are v.
func Full(v float64, dt tensor.DType, shape ...int) *Value {
	return expand(Const(v, dt), shape)
}

// Zeros returns zeros of the given type and shape.
func Zeros(dt tensor.DType, shape ...int) *Value { return Full(0, dt, shape...) }

// Ones returns ones of the given type and shape.
func Ones(dt tensor.DType, shape ...int) *Value { return Full(1, dt, shape...) }

// FullLike returns an array of the type and shape of x, all of whose elements are v.
func FullLike(x *Value, v float64) *Value {
	if IsSymbolic(x) {
		return do(&fullLike{}, x, Const(v, x.DType))
	}
	return Full(v, x.DType, x.Shape...)
}

// ZerosLike returns zeros of the type and shape of x.
func ZerosLike(x *Value) *Value {
	if IsSymbolic(x) {
		return do(&zerosLike{}, x)
	}
	return FullLike(x, 0)
}

// OnesLike returns ones of the type and shape of x.
func OnesLike(x *Value) *Value {
	if IsSymbolic(x) {
		return do(&onesLike{}, x)
	}
	return FullLike(x, 1)
}

// Apply implements [Operation].
func (o *fullLike) Apply(in []*Value) []*Value {
	x := in[0]
	return []*Value{expand(Cast(in[1], o.DType.or("FullLike", x.DType)), x.Shape)}
}

// Apply implements [Operation].
func (o *zerosLike) Apply(in []*Value) []*Value {
	return []*Value{Zeros(o.DType.or("ZerosLike", in[0].DType), in[0].Shape...)}
}

// Apply implements [Operation].
func (o *onesLike) Apply(in []*Value) []*Value {
	return []*Value{Ones(o.DType.or("OnesLike", in[0].DType), in[0].Shape...)}
}

// Arange is the numbers 0, 1, …, n-1.
func Arange(n int, dt tensor.DType) *Value { return graph.Apply(prim.Iota{DType: dt, N: n}) }

// Eye returns a matrix (n, m) with ones on its diagonal k, which is the main one for 0
// and above it for positive k, and zeros elsewhere.
func Eye(n, m, k int, dt tensor.DType) *Value {
	return Cast(Equal(rowOf(n, k), Arange(m, tensor.Int32)), dt)
}

// Identity returns the matrix (n, n) with ones on its diagonal and zeros elsewhere.
func Identity(n int, dt tensor.DType) *Value { return Eye(n, n, 0, dt) }

// Tri returns a matrix (n, m) with ones on and below its diagonal k and zeros above.
func Tri(n, m, k int, dt tensor.DType) *Value {
	return Cast(GreaterEqual(rowOf(n, k), Arange(m, tensor.Int32)), dt)
}

// rowOf returns k, k+1, …, n of them, as a column.
func rowOf(n, k int) *Value {
	return AddScalar(ExpandDims(Arange(n, tensor.Int32), 1), float64(k))
}

// A linspace is the settings of [Linspace].
type linspace struct {
	Num      *int  `json:"num" keras:"default=50;always"`
	Endpoint *bool `json:"endpoint" keras:"default=true;always"`
	RetStep  bool  `json:"retstep" keras:"default=false;always"`
	DType    dtype `json:"dtype" keras:"default=null;plain;always"`
	Axis     int   `json:"axis" keras:"default=0;always"`
}

// A logspace is the settings of [Logspace] and [Geomspace].
type logspace struct {
	Num      *int     `json:"num" keras:"default=50;always"`
	Endpoint *bool    `json:"endpoint" keras:"default=true;always"`
	Base     *float64 `json:"base" keras:"default=10;always"`
	DType    dtype    `json:"dtype" keras:"default=null;plain;always"`
	Axis     int      `json:"axis" keras:"default=0;always"`
}

type geomspace struct {
	Num      *int  `json:"num" keras:"default=50;always"`
	Endpoint *bool `json:"endpoint" keras:"default=true;always"`
	DType    dtype `json:"dtype" keras:"default=null;plain;always"`
	Axis     int   `json:"axis" keras:"default=0;always"`
}

var (
	_ = settings[linspace]("numpy", "Linspace")
	_ = settings[logspace]("numpy", "Logspace")
	_ = settings[geomspace]("numpy", "Geomspace")
)

// Linspace returns n numbers from start to stop, both included, at equal distances
// along a new first axis.
func Linspace(start, stop *Value, n int) *Value { return do(&linspace{Num: &n}, start, stop) }

// Logspace returns base to the power of Linspace.
func Logspace(start, stop *Value, n int, base float64) *Value {
	return do(&logspace{Num: &n, Base: &base}, start, stop)
}

// Geomspace returns n numbers from start to stop, both included, each the same
// multiple of the one before, along a new first axis.
func Geomspace(start, stop *Value, n int) *Value { return do(&geomspace{Num: &n}, start, stop) }

// Outputs implements [Several].
func (o *linspace) Outputs([]*Value) int {
	if o.RetStep {
		return 2
	}
	return 1
}

// Apply implements [Operation].
func (o *linspace) Apply(in []*Value) []*Value {
	y, step := spaced("Linspace", floating(in[0]), floating(in[1]), or(o.Num, 50), or(o.Endpoint, true))
	y = Cast(Moveaxis(y, 0, o.Axis), o.DType.or("Linspace", y.DType))
	if o.RetStep {
		return []*Value{y, step}
	}
	return []*Value{y}
}

// spaced returns n numbers from start to stop along a new first axis, and their
// distance.
func spaced(fn string, start, stop *Value, n int, endpoint bool) (y, step *Value) {
	start, stop = together(fn, start, stop)
	parts := n
	if endpoint {
		parts--
	}
	if n < 0 {
		Fail(fn, "received %d numbers, expected a number from 0", n)
	}
	step = Divide(Subtract(stop, start), Const(float64(max(parts, 1)), start.DType))
	t := Divide(Arange(n, start.DType), Const(float64(max(parts, 1)), start.DType))
	t = Reshape(t, append([]int{n}, ones(len(start.Shape))...)...)
	// Both ends are exact.
	y = Add(Multiply(start, Subtract(OnesLike(t), t)), Multiply(stop, t))
	return y, step
}

// Apply implements [Operation].
func (o *logspace) Apply(in []*Value) []*Value {
	y, _ := spaced("Logspace", floating(in[0]), floating(in[1]), or(o.Num, 50), or(o.Endpoint, true))
	y = Power(Const(or(o.Base, 10), y.DType), y)
	return []*Value{Cast(Moveaxis(y, 0, o.Axis), o.DType.or("Logspace", y.DType))}
}

// Apply implements [Operation].
func (o *geomspace) Apply(in []*Value) []*Value {
	a, b := together("Geomspace", floating(in[0]), floating(in[1]))
	y, _ := spaced("Geomspace", Log(Absolute(a)), Log(Absolute(b)), or(o.Num, 50), or(o.Endpoint, true))
	y = Multiply(Sign(a), Exp(y))
	return []*Value{Cast(Moveaxis(y, 0, o.Axis), o.DType.or("Geomspace", y.DType))}
}

// A meshgrid is the settings of [Meshgrid].
type meshgrid struct {
	Indexing string `json:"indexing" keras:"default=xy;always"`
}

var _ = settings[meshgrid]("numpy", "Meshgrid")

// Meshgrid returns for each vector its elements at the points of the grid that all of
// them span. With the indexing "ij" axis i is that of vector i; with "xy", or "", the
// first two are exchanged.
func Meshgrid(xs []*Value, indexing string) []*Value {
	some("Meshgrid", xs)
	return doAll(&meshgrid{indexing}, xs...)
}

// Outputs implements [Several].
func (o *meshgrid) Outputs(in []*Value) int { return len(in) }

// Apply implements [Operation].
func (o *meshgrid) Apply(in []*Value) []*Value {
	if o.Indexing != "" && o.Indexing != "xy" && o.Indexing != "ij" {
		Fail("Meshgrid", "received the indexing %q, expected \"xy\" or \"ij\"", o.Indexing)
	}
	out := make([]*Value, len(in))
	shape := make([]int, len(in))
	for i, x := range in {
		if len(x.Shape) > 1 {
			Fail("Meshgrid", "received a value of shape %v, expected vectors", x.Shape)
		}
		shape[i] = x.Size()
	}
	for i, x := range in {
		out[i] = BroadcastTo(onAxis(x, len(in), i), shape...)
		if o.Indexing != "ij" && len(in) > 1 {
			out[i] = Swapaxes(out[i], 0, 1)
		}
	}
	return out
}

// Bartlett returns the window of n numbers that rises and falls in straight lines.
func Bartlett(n int) *Value {
	return window(n, func(x float64) float64 { return 1 - math.Abs(2*x-1) })
}

// Blackman returns Blackman's window of n numbers.
func Blackman(n int) *Value {
	return window(n, func(x float64) float64 {
		return .42 - .5*math.Cos(2*math.Pi*x) + .08*math.Cos(4*math.Pi*x)
	})
}

// Hamming returns Hamming's window of n numbers.
func Hamming(n int) *Value {
	return window(n, func(x float64) float64 { return .54 - .46*math.Cos(2*math.Pi*x) })
}

// Hanning returns von Hann's window of n numbers.
func Hanning(n int) *Value {
	return window(n, func(x float64) float64 { return .5 - .5*math.Cos(2*math.Pi*x) })
}

// Kaiser returns Kaiser's window of n numbers, I₀(beta·√(1-t²))/I₀(beta) for t from -1
// to 1.
func Kaiser(n int, beta float64) *Value {
	return window(n, func(x float64) float64 {
		t := 2*x - 1
		return bessel0(beta*math.Sqrt(max(0, 1-t*t))) / bessel0(beta)
	})
}

// bessel0 is the modified Bessel function I₀, Σ (x/2)²ᵏ/k!².
func bessel0(x float64) float64 {
	sum, term := 1., 1.
	for k := 1.; term > sum*1e-17; k++ {
		term *= x / 2 / k * (x / 2 / k)
		sum += term
	}
	return sum
}

// window returns f of n numbers from 0 to 1.
func window(n int, f func(x float64) float64) *Value {
	if n < 0 {
		Fail("window", "received %d numbers, expected a number from 0", n)
	}
	w := table[float32]("window", n)
	for i := range w {
		w[i] = 1
		if n > 1 {
			w[i] = float32(f(float64(i) / float64(n-1)))
		}
	}
	return Constant(tensor.FromSlice(w))
}
