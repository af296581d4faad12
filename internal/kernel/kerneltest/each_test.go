package kerneltest

import (
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/kernel"
)

func TestEach(t *testing.T) {
	t.Setenv("KERAS_CPU", "")
	f := kernel.Func[int]{Name: "loop", Generic: 1}
	f.Offer("here", new(true), 2)
	f.Offer("missing", new(false), 3)
	var got []int
	Each(t, &f, func(t *testing.T, run int) { got = append(got, run) })
	if want := []int{1, 2}; !slices.Equal(got, want) {
		t.Errorf("Each ran %v, want %v", got, want)
	}
}
