// Package layers holds what models are made of.
//
// A layer is a pointer to a struct whose exported fields are its settings, named
// as Keras's arguments. It makes its weights when it is built, once the shape of
// its input is known, and must not be changed afterwards:
//
//	&layers.Dense{Units: 10, Activation: activations.Softmax}
//
// # Layers of your own
//
// A struct that embeds [Base] and has a method Call is a layer. A method Build
// makes weights, Validate checks the settings, and keras.Register makes the layer
// one that can be saved and loaded:
//
//	type Scale struct {
//		layers.Base
//		factor *ops.Variable
//	}
//
//	var _ = keras.Register[Scale]("mypackage")
//
//	func (s *Scale) Build(in tensor.Shape) error {
//		s.factor = s.AddWeight(layers.Weight{Name: "factor", Shape: in[len(in)-1:]})
//		return nil
//	}
//
//	func (s *Scale) Call(t *ops.Trace, x *ops.Value) *ops.Value {
//		return ops.Multiply(x, t.Get(s.factor))
//	}
//
// A weight that gradients don't change, such as a moving average, is Frozen; Call
// gives it a new value with t.Set, if t.Training says so. It is saved like the others
// and goes on from there; nothing sets it back. A layer that contains others makes them
// in Build, so that one that was read from a file has them too, and builds them with
// [Base.BuildChild]; the example of keras.Register is one. One that takes several values or
// gives several is a [Multi]. Random numbers come from [Base.AddSeed], masks from
// t.Mask, and t.AddLoss adds to what training makes small. Package kerastest tests all
// that a layer must do.
package layers
