package ops

type glu struct {
	Axis *int `json:"axis" keras:"default=-1;always"`
}

var _ = settings[glu]("nn", "Glu")

// Glu splits x in two halves a and b along an axis and returns a·σ(b) (Dauphin,
// Fan, Auli and Grangier, 2016). Keras's axis is -1.
func Glu(x *Value, at int) *Value { return do(&glu{&at}, x) }

// Apply implements [Operation].
func (o *glu) Apply(in []*Value) []*Value {
	x := floating(in[0])
	at := axis("Glu", x, or(o.Axis, -1))
	n := x.Shape[at]
	if n%2 != 0 {
		Fail("Glu", "axis %d of a value of shape %v has size %d, expected an even one", at, x.Shape, n)
	}
	return []*Value{Multiply(SliceAxis(x, at, 0, n/2), Sigmoid(SliceAxis(x, at, n/2, n)))}
}
