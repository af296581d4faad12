package keras

import (
	"math/rand/v2"
	"sync"

	"github.com/gokeras/keras/random"
)

var seeds struct {
	sync.Mutex
	from *random.Generator // nil: from the system
}

// SetRandomSeed makes everything random that has no seed of its own begin at the
// given number: the first weights, dropout, the order of samples. Two runs of a
// program that calls it first, and is the same otherwise, give the same bits,
// whatever the number of processors. Without it each run is different.
func SetRandomSeed(seed int64) {
	seeds.Lock()
	defer seeds.Unlock()
	seeds.from = random.New(seed)
}

// newGenerator returns a source of random numbers for one model or one training.
func newGenerator() *random.Generator {
	seeds.Lock()
	defer seeds.Unlock()
	if seeds.from == nil {
		return random.New(rand.Int64())
	}
	return seeds.from.Split()
}
