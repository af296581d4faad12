package cpu

import "github.com/gokeras/keras/internal/prim"

// taps returns which taps of a window lie on places, along an axis of space: from lo
// up to hi.
func taps(s *prim.Slide, axis, window int) (lo, hi int) {
	return within(window*s.Stride[axis]-s.Lo[axis], s.Dilation[axis], s.Size[axis], s.In[axis])
}

// windows returns of which windows a tap lies on a place, along an axis of space: from
// lo up to hi.
func windows(s *prim.Slide, axis, tap int) (lo, hi int) {
	return within(tap*s.Dilation[axis]-s.Lo[axis], s.Stride[axis], s.Out[axis], s.In[axis])
}

// within returns for which i < n first + i·step is from 0 up to places: from lo up to
// hi.
func within(first, step, n, places int) (lo, hi int) {
	if first < 0 {
		lo = min((-first+step-1)/step, n)
	}
	if first < places {
		hi = min((places-first+step-1)/step, n)
	}
	return lo, max(lo, hi)
}

// A reaching is how the windows of a place follow each other, along an axis of space:
// taps tap, tap - tapStep, … of windows window, window + windowStep, …, n of them.
type reaching struct{ tap, window, n int }

// reached returns the windows that reach a place. Steps gives how they follow.
func reached(s *prim.Slide, axis, place int) reaching {
	tapStep, windowStep := steps(s, axis)
	at := place + s.Lo[axis]
	r := reaching{}
	// The first tap that lies there for some window, and then the last of them whose
	// window is one.
	for t := range min(tapStep, s.Size[axis]) {
		rest := at - t*s.Dilation[axis]
		if rest%s.Stride[axis] != 0 {
			continue
		}
		// Tap t + i·tapStep belongs to window w - i·windowStep.
		w := rest / s.Stride[axis]
		count := (s.Size[axis] - t + tapStep - 1) / tapStep
		lo, hi := 0, count
		if w >= s.Out[axis] {
			lo = min((w-s.Out[axis])/windowStep+1, count)
		}
		if w < 0 {
			hi = 0
		} else {
			hi = min(w/windowStep+1, count)
		}
		if r.n = hi - lo; r.n > 0 {
			r.tap, r.window = t+(hi-1)*tapStep, w-(hi-1)*windowStep
		}
		r.n = max(r.n, 0)
		break
	}
	return r
}

// steps returns how far apart the taps and the windows are that reach one place.
func steps(s *prim.Slide, axis int) (tap, window int) {
	a, b := s.Stride[axis], s.Dilation[axis]
	for b != 0 {
		a, b = b, a%b
	}
	return s.Stride[axis] / a, s.Dilation[axis] / a
}
