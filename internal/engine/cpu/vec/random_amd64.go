package vec

import "github.com/gokeras/keras/internal/philox"

// drawn makes a loop over slices of an assembly function, which fills a multiple of
// words.
func drawn(run func(dst *float32, seed, draw, at uint64, n int), words int) Drawn {
	return func(dst []float32, s philox.Stream, at uint64) {
		for len(dst) >= words {
			n := min(len(dst), chunk)
			n -= n % words
			run(&dst[0], s.Seed, s.Draw, at, n)
			dst, at = dst[n:], at+uint64(n/4)
		}
		uniformGeneric(dst, s, at)
	}
}
