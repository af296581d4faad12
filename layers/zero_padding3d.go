package layers

import "github.com/gokeras/keras/ops"

// ZeroPadding3D adds zeros around volumes. Its settings are those of [ZeroPadding2D].
//
// Input [batch, depth, height, width, channels], output the same with more depth, height
// and width; in the other data format the channels come after the batch.
type ZeroPadding3D ZeroPadding2D

var _ = register[ZeroPadding3D]()

// Validate implements [Validator].
func (z *ZeroPadding3D) Validate() error { return (*ZeroPadding2D)(z).validate(3) }

// Call implements [Layer].
func (z *ZeroPadding3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return (*ZeroPadding2D)(z).call(x, 3)
}

// MarshalConfig writes a pair for each axis.
func (z *ZeroPadding3D) MarshalConfig() (any, error) { return (*ZeroPadding2D)(z).config(3) }

// Weightless says that the layer never has weights.
func (*ZeroPadding3D) Weightless() {}
