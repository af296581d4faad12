package hdf5

import (
	"slices"
	"sync"
)

// recent keeps the few values that were used last, by address: a file has many
// objects below one group, and many strings in one collection.
type recent[T any] struct {
	mu   sync.Mutex
	kept []kept[T] // the last one used last
}

type kept[T any] struct {
	address uint64
	value   T
}

const mostKept = 8

func (r *recent[T]) get(address uint64) (T, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.kept, func(k kept[T]) bool { return k.address == address })
	if i < 0 {
		var zero T
		return zero, false
	}
	k := r.kept[i]
	r.kept = append(slices.Delete(r.kept, i, i+1), k)
	return k.value, true
}

func (r *recent[T]) put(address uint64, value T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.kept) == mostKept {
		r.kept = slices.Delete(r.kept, 0, 1)
	}
	r.kept = append(r.kept, kept[T]{address, value})
}
