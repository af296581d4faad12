// Package kernel chooses between implementations of one inner loop.
package kernel

// A Func is an inner loop of type F: a plain Go implementation that defines
// what it does, and any number of faster ones that are offered by the files
// of an architecture while the package's variables are initialised.
type Func[F any] struct {
	Name    string
	Generic F
	impls   []Impl[F]
}

// An Impl is a faster implementation that needs a feature of the CPU.
type Impl[F any] struct {
	Name      string
	Available *bool
	Run       F
}

// Offer adds an implementation that can run where *available is true. Of those
// available, the one offered last is preferred. Offer returns true, so that it
// can stand in a variable declaration. It must not be called once the program
// runs.
func (f *Func[F]) Offer(name string, available *bool, run F) bool {
	f.impls = append(f.impls, Impl[F]{name, available, run})
	return true
}

// Best returns the preferred implementation that this CPU can run.
func (f *Func[F]) Best() F {
	for i := len(f.impls) - 1; i >= 0; i-- {
		if *f.impls[i].Available {
			return f.impls[i].Run
		}
	}
	return f.Generic
}

// Impls returns the offered implementations in the order they were offered.
func (f *Func[F]) Impls() []Impl[F] { return f.impls }
