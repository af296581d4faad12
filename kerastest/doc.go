// Package kerastest tests layers, losses, metrics, optimizers and callbacks, those of
// this module and anyone's own, for what every one of them must do:
//
//	func TestScale(t *testing.T) {
//		kerastest.Layer(t, kerastest.LayerCase{
//			New:     func() layers.Layer { return &Scale{Factor: 2} },
//			Input:   tensor.Shape{3, 5},
//			Output:  tensor.Shape{3, 5},
//			Weights: []string{"factor"},
//		})
//	}
//
// What is computed is compared with what it must be equal to whatever the function:
// the gradient with differences, a batch with its rows, one engine with another, a
// model with what was saved of it. Whether the function is the right one is for
// another test to say.
//
// Each routine reports all that it finds. A message begins with the name of the
// check, and says what was received and what was expected.
package kerastest
