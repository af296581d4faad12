// Package kerneltest runs a test once for every implementation of a kernel.
package kerneltest

import (
	"os"
	"testing"

	"github.com/gokeras/keras/internal/kernel"
)

// Each calls check for every implementation of f that this CPU can run. Where
// KERAS_CPU=full says that the machine has everything, one that cannot run is
// an error: a test that silently does not run is no test.
func Each[F any](t *testing.T, f *kernel.Func[F], check func(t *testing.T, run F)) {
	t.Helper()
	t.Run(f.Name+"/generic", func(t *testing.T) { check(t, f.Generic) })
	for _, im := range f.Impls() {
		if !*im.Available {
			if os.Getenv("KERAS_CPU") == "full" {
				t.Errorf("this CPU cannot run %s/%s", f.Name, im.Name)
			}
			continue
		}
		t.Run(f.Name+"/"+im.Name, func(t *testing.T) { check(t, im.Run) })
	}
}
