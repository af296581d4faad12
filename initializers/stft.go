package initializers

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// STFT makes the kernel [T, 1, F] of a one-dimensional convolution that computes a
// short-time Fourier transform of frames of T numbers in F = n/2+1 frequencies:
//
//	w(t)·cos(-2πtf/n)/s for the real side, w(t)·sin(-2πtf/n)/s for the imaginary one
//
// with a window w and its scaling s.
type STFT struct {
	// Side is "real" or "imag". Default: "real".
	Side string `json:"side" keras:"default=real"`

	// Window is the name that SciPy has for the window, such as "hann", "hamming" or
	// "blackman", or "none". Default: "hann".
	Window Optional `json:"window" keras:"default=hann"`

	// WindowValues are the T numbers of a window of one's own. Default: nil, those of
	// Window.
	WindowValues []float64 `keras:"key=window"`

	// Scaling is what the window is divided by: √Σw² for "density", Σ|w| for "spectrum", 1
	// for "none". Default: "density".
	Scaling Optional `json:"scaling" keras:"default=density"`

	// Periodic says that the window goes on beyond its end, instead of being
	// symmetric. Default: false.
	Periodic bool `json:"periodic" keras:"default=false"`
}

var _ = config.Register[STFT](module, "STFTInitializer")

// Optional is a name that may be "none", which Keras writes as null.
type Optional string

// None is the name of nothing.
const None Optional = "none"

// MarshalConfig writes the name, and null for [None].
func (o Optional) MarshalConfig() (any, error) {
	if o == None {
		return nil, nil
	}
	return string(o), nil
}

// DecodeConfig reads null as [None].
func (s *STFT) DecodeConfig(d *config.Decoder, tree any) error {
	m, _ := tree.(config.Map)
	if err := d.Fields(m, s); err != nil {
		return err
	}
	for key, o := range map[string]*Optional{"window": &s.Window, "scaling": &s.Scaling} {
		if v, ok := m.Get(key); ok && v == nil {
			*o = None
		}
	}
	return nil
}

// Initialize implements [Initializer].
func (s *STFT) Initialize(_ *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	if err := checkShape("stft", shape); err != nil {
		return nil, err
	}
	if len(shape) != 3 || shape[1] != 1 || shape[2] < 2 {
		return nil, fmt.Errorf("initializer \"stft\": received shape %v, expected (T, 1, F) with F at least 2", shape)
	}
	side := math.Cos
	switch s.Side {
	case "", "real":
	case "imag":
		side = math.Sin
	default:
		return nil, fmt.Errorf("initializer \"stft\": Side: received %q, expected \"real\" or \"imag\"", s.Side)
	}
	frame, bins := shape[0], shape[2]
	w, err := s.scaled(frame)
	if err != nil {
		return nil, fmt.Errorf("initializer \"stft\": %w", err)
	}
	out := tensor.New(tensor.Float64, shape...)
	kernel := tensor.Data[float64](out)
	n := 2 * (bins - 1)
	for t := range frame {
		for f := range bins {
			kernel[t*bins+f] = w[t] * side(-2*math.Pi*float64(t*f%n)/float64(n))
		}
	}
	return out.Cast(dt), nil
}

// scaled returns the window of n numbers divided by its scaling.
func (s *STFT) scaled(n int) ([]float64, error) {
	w := s.WindowValues
	if w == nil {
		var err error
		if w, err = window(string(s.Window), n, s.Periodic); err != nil {
			return nil, err
		}
	}
	if len(w) != n {
		return nil, fmt.Errorf("%s: received %d numbers, expected %d", "WindowValues", len(w), n)
	}
	sum := 0.0
	switch s.Scaling {
	case "", "density":
		for _, v := range w {
			sum += v * v
		}
		sum = math.Sqrt(sum)
	case "spectrum":
		for _, v := range w {
			sum += math.Abs(v)
		}
	case None:
		sum = 1
	default:
		return nil, fmt.Errorf("%s: received %q, expected \"density\", \"spectrum\" or \"none\"", "Scaling", s.Scaling)
	}
	if s.Window == None && s.WindowValues == nil {
		sum = 1 // Keras scales windows only
	}
	out := make([]float64, n)
	for i, v := range w {
		out[i] = v / sum
	}
	return out, nil
}
