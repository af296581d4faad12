package ops

// A softmax is the settings of [Softmax].
type softmax struct {
	Axis axesOrLast `json:"axis" keras:"default=-1;always"`
}

type logSoftmax softmax

// axesOrLast is axes, the last one if none is given.
type axesOrLast []int

// MarshalConfig writes the axes as Keras does.
func (a axesOrLast) MarshalConfig() (any, error) { return ints(a).MarshalConfig() }

// UnmarshalConfig reads a number, a list of numbers, or null.
func (a *axesOrLast) UnmarshalConfig(text []byte) error { return (*ints)(a).UnmarshalConfig(text) }

func (a axesOrLast) axes() []int {
	if a == nil {
		return []int{-1}
	}
	return a
}

var (
	_ = settings[softmax]("nn", "Softmax")
	_ = settings[logSoftmax]("nn", "LogSoftmax")
)

// Softmax is eˣ divided by its sum along the axes, the last one if none is given.
func Softmax(x *Value, axes ...int) *Value { return do(&softmax{axes}, x) }

// LogSoftmax is the logarithm of Softmax.
func LogSoftmax(x *Value, axes ...int) *Value { return do(&logSoftmax{axes}, x) }

// Apply implements [Operation].
func (o *softmax) Apply(in []*Value) []*Value {
	x, axes := floating(in[0]), o.Axis.axes()
	e := Exp(shifted(x, axes))
	return []*Value{Divide(e, KeepDims(Sum(e, axes...), x, axes...))}
}

// Apply implements [Operation].
func (o *logSoftmax) Apply(in []*Value) []*Value {
	x, axes := floating(in[0]), o.Axis.axes()
	s := shifted(x, axes)
	return []*Value{Subtract(s, KeepDims(Log(Sum(Exp(s), axes...)), x, axes...))}
}

// shifted is x less its largest element along axes, which changes no softmax
// and keeps exponentials from overflowing.
func shifted(x *Value, axes []int) *Value {
	return Subtract(x, StopGradient(KeepDims(Max(x, axes...), x, axes...)))
}
