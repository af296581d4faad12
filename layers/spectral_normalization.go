package layers

import (
	"fmt"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SpectralNormalization wraps a layer and divides its kernel, or its embeddings, by the
// largest singular value in each training step, before the layer is called (Miyato and
// others, 2018). That value is found by power iteration, from a vector that is kept:
//
//	v = u·Wᵀ/‖u·Wᵀ‖,  u = v·W/‖v·W‖,  W ← W/(v·W·uᵀ)
//
// W is the kernel as a matrix, with the kernel's last axis as its second one. A step
// changes the kernel that training then goes on from, as in Keras's TensorFlow and Torch
// backends; with JAX, fit forgets the change.
//
// Inputs and outputs are those of Layer. Its weights are the kernel, vector_u [1, n], and
// the others of Layer.
type SpectralNormalization struct {
	// Layer is what is wrapped. Required.
	Layer Layer `json:"layer"`

	// PowerIterations is how often u and v are computed in a step. Default: 1.
	PowerIterations int `json:"power_iterations" keras:"default=1"`

	Base

	kernel, u *ops.Variable
}

var _ = register[SpectralNormalization]()

// Validate implements [Validator].
func (s *SpectralNormalization) Validate() error {
	if err := notNil(s.Layer); err != nil {
		return fmt.Errorf("Layer: %w", err)
	}
	if s.PowerIterations < 0 {
		return received("PowerIterations", s.PowerIterations, "a positive number")
	}
	return nil
}

// Build implements [Layer].
func (s *SpectralNormalization) Build(in tensor.Shape) error {
	if err := s.BuildChild("layer", s.Layer, in); err != nil {
		return err
	}
	s.kernel = nil
	for _, v := range OwnWeights(s.Layer) {
		if v.Name == "kernel" || v.Name == "embeddings" {
			s.kernel = v
			break
		}
	}
	if s.kernel == nil {
		return fmt.Errorf("Layer: received a %s, expected a layer with a kernel or embeddings", ClassOf(s.Layer))
	}
	s.state.shared = []*ops.Variable{s.kernel}
	shape := s.kernel.Shape()
	s.u = s.AddWeight(Weight{
		Name: "vector_u", Shape: tensor.Shape{1, shape[len(shape)-1]}, DType: new(s.kernel.DType()),
		Initializer: &initializers.TruncatedNormal{Stddev: new(.02)}, Frozen: true,
	})
	return nil
}

// Call implements [Layer].
func (s *SpectralNormalization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if t.Training {
		s.normalize(t)
	}
	return Apply(t, s.Layer, x)[0]
}

// normalize divides the kernel by its largest singular value, unless it is all zeros.
func (s *SpectralNormalization) normalize(t *ops.Trace) {
	kernel, u := t.Get(s.kernel), t.Get(s.u)
	w := ops.Reshape(kernel, -1, u.Shape[1])
	transposed := ops.Transpose(w)
	var v *ops.Value
	for range max(1, s.PowerIterations) {
		v = unit(ops.Matmul(u, transposed), []int{0, 1}, 1e-7)
		u = unit(ops.Matmul(v, w), []int{0, 1}, 1e-7)
	}
	u, v = ops.StopGradient(u), ops.StopGradient(v)
	sigma := ops.Reshape(ops.Matmul(ops.Matmul(v, w), ops.Transpose(u)))
	zero := ops.All(ops.Equal(kernel, ops.ZerosLike(kernel)))
	t.Set(s.u, ops.Where(zero, t.Get(s.u), u))
	t.Set(s.kernel, ops.Where(zero, kernel, ops.Divide(kernel, sigma)))
}
