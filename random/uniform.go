package random

import (
	"math"

	"github.com/gokeras/keras/internal/philox"
)

// Uniform fills dst with numbers evenly spread over [lo, hi). It begins at a new
// block of the generator, as every fill does.
func (g *Generator) Uniform(dst []float32, lo, hi float32) {
	low, width := float64(lo), float64(hi)-float64(lo)
	last := math.Nextafter32(hi, lo) // rounding must not give hi
	for i := 0; i < len(dst); i += 4 {
		b := g.advance()
		for j, w := range b[:min(4, len(dst)-i)] {
			dst[i+j] = min(float32(low+float64(width*float64(philox.Unit(w)))), last)
		}
	}
}
