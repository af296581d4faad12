package initializers

import (
	"maps"
	"math"
	"slices"

	"github.com/gokeras/keras/internal/config"
)

// windows are SciPy's windows that take no arguments, and those that have defaults for
// them: the value at place i of m ≥ 2, symmetric.
var windows = map[string]func(i, m float64) float64{
	"barthann": func(i, m float64) float64 {
		x := math.Abs(i/(m-1) - .5)
		return .62 - .48*x + .38*math.Cos(2*math.Pi*x)
	},
	"bartlett":       func(i, m float64) float64 { return 1 - math.Abs(2*i/(m-1)-1) },
	"blackman":       cosines(.42, .5, .08),
	"blackmanharris": cosines(.35875, .48829, .14128, .01168),
	"bohman": func(i, m float64) float64 {
		x := math.Abs(2*i/(m-1) - 1)
		return (1-x)*math.Cos(math.Pi*x) + math.Sin(math.Pi*x)/math.Pi
	},
	"boxcar":      func(i, m float64) float64 { return 1 },
	"cosine":      func(i, m float64) float64 { return math.Sin(math.Pi / m * (i + .5)) },
	"exponential": func(i, m float64) float64 { return math.Exp(-math.Abs(i - (m-1)/2)) },
	"flattop":     cosines(.21557895, .41663158, .277263158, .083578947, .006947368),
	"hamming":     cosines(.54, .46),
	"hann":        cosines(.5, .5),
	"lanczos":     func(i, m float64) float64 { return sinc(2*i/(m-1) - 1) },
	"nuttall":     cosines(.3635819, .4891775, .1365995, .0106411),
	"parzen":      parzen,
	"taylor":      taylor,
	"triang":      func(i, m float64) float64 { return 1 - math.Abs(2*i-(m-1))/(m+math.Mod(m, 2)) },
	"tukey":       tukey,
}

// window returns the n numbers of a window; "" is "hann" and "none" all ones.
func window(name string, n int, periodic bool) ([]float64, error) {
	switch name {
	case "":
		name = "hann"
	case string(None):
		name = "boxcar"
	}
	at, ok := windows[name]
	if !ok {
		return nil, config.UnknownName("Window", name, slices.Collect(maps.Keys(windows)))
	}
	m := n
	if periodic {
		m++ // a symmetric one, without its last number
	}
	w := make([]float64, n)
	for i := range w {
		w[i] = 1
		if n > 1 {
			w[i] = at(float64(i), float64(m))
		}
	}
	return w, nil
}

// cosines is Σ aₖcos(kx) for x from -π to π.
func cosines(a ...float64) func(i, m float64) float64 {
	return func(i, m float64) float64 {
		x, sum := math.Pi*(2*i/(m-1)-1), 0.0
		for k, c := range a {
			sum += c * math.Cos(float64(k)*x)
		}
		return sum
	}
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

func parzen(i, m float64) float64 {
	x := math.Abs(i - (m-1)/2)
	y := 2 * x / m
	if x <= (m-1)/4 {
		return 1 - 6*y*y + 6*y*y*y
	}
	return 2 * (1 - y) * (1 - y) * (1 - y)
}

// tukey is flat but for half a cosine in the first and the last quarter.
func tukey(i, m float64) float64 {
	i = min(i, m-1-i)
	if i > math.Floor((m-1)/4) {
		return 1
	}
	return (1 + math.Cos(math.Pi*(4*i/(m-1)-1))) / 2
}

// taylor is Taylor's window with 4 side lobes of nearly constant height, 30 dB below the
// main one (Carrara, Goodman and Majewski, 1995).
func taylor(i, m float64) float64 {
	const lobes = 4
	a := math.Acosh(math.Pow(10, 30./20)) / math.Pi
	s := lobes * lobes / (a*a + (lobes-.5)*(lobes-.5))
	at := func(x float64) float64 {
		w := 1.0
		for k := 1.0; k < lobes; k++ {
			f := 1.0
			for j := 1.0; j < lobes; j++ {
				f *= 1 - k*k/s/(a*a+(j-.5)*(j-.5))
				if j != k {
					f /= 1 - k*k/(j*j)
				}
			}
			if math.Mod(k, 2) == 0 {
				f = -f
			}
			w += f * math.Cos(2*math.Pi*k*(x-m/2+.5)/m)
		}
		return w
	}
	return at(i) / at((m-1)/2)
}
