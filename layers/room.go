package layers

import (
	"errors"
	"math"
)

// room is what the weights of a layer, and of those within it, may take together.
type room struct {
	left  int64
	zeros bool // the weights will be replaced
	full  error
}

// Restore says that the weights of l, and of the layers within it, will be replaced
// by others that take up to so many bytes: building makes zeros, and it is an error
// if there are more of them. It is to be called before l is built.
func Restore(l Layer, bytes int64) {
	l.base().state.room = &room{bytes, true, errors.New("it is larger than the file has room for")}
}

// Limit says that the weights of l, and of the layers within it, may take so many bytes at
// most, whatever else is said of them. It is to be called before l is built, and after
// [Restore] if that is called.
func Limit(l Layer, bytes int64) {
	st := &l.base().state
	if st.room == nil {
		st.room = &room{left: math.MaxInt64}
	}
	if bytes < st.room.left {
		st.room.left, st.room.full = bytes, errors.New("with it the weights take more than MaxMemory allows")
	}
}

// RestoreWithin says that the weights of l count among those that [Restore] or [Limit] was
// told about for outer.
func RestoreWithin(l, outer Layer) { l.base().state.room = outer.base().state.room }

// take takes so many bytes.
func (r *room) take(bytes int64) error {
	if r == nil {
		return nil
	}
	if r.left -= bytes; r.left < 0 {
		return r.full
	}
	return nil
}
