package layers

import (
	"errors"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// UpSampling3D makes volumes larger: each voxel is repeated along all axes of space.
//
// Input [batch, depth, height, width, channels], output [batch, depth·Size[0],
// height·Size[1], width·Size[2], channels]; in the other data format the channels come
// after the batch.
type UpSampling3D struct {
	// Size is how often voxels are repeated along each axis; one number stands for
	// all. Default: 2.
	Size []int `json:"size"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[UpSampling3D]()

// Validate implements [Validator].
func (u *UpSampling3D) Validate() error {
	return errors.Join(checkPerAxis("Size", u.Size, 3, 1), layout{3, u.DataFormat}.validate())
}

// Call implements [Layer].
func (u *UpSampling3D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return layout{3, u.DataFormat}.repeat(x, perAxis(u.Size, 3, 2))
}

// MarshalConfig writes a number for each axis.
func (u *UpSampling3D) MarshalConfig() (any, error) {
	d := *u
	d.Size = perAxis(u.Size, 3, 2)
	return config.Fields(&d)
}

// Weightless says that the layer never has weights.
func (*UpSampling3D) Weightless() {}
