package golden

import (
	"math"
	"slices"
	"testing"
)

type formulaCase struct {
	Name                   string
	Seed                   uint32
	Bits                   []uint32
	Unit, Signed, Integers Array

	Samples int
	Labels  Array
	Images  uint32
	Kernels []struct {
		Formula
		Checksum uint32
	}
}

// TestFormula holds every number to Python's, bit by bit.
func TestFormula(t *testing.T) {
	for _, c := range Load[formulaCase](t, "formulas") {
		if c.Bits == nil {
			continue
		}
		n := len(c.Bits)
		if got := Bits(c.Seed, n); !slices.Equal(got, c.Bits) {
			t.Errorf("%s: Bits: received %v, expected %v", c.Name, got, c.Bits)
		}
		if got := Integers(c.Seed, 10, n); !slices.Equal(got, c.Integers.Ints()) {
			t.Errorf("%s: Integers: received %v, expected %v", c.Name, got, c.Integers.Ints())
		}
		Close(t, Unit(c.Seed, n), c.Unit, 0, 0)
		Close(t, Signed(c.Seed, 0.3, n), c.Signed, 0, 0)
	}
}

// TestHello holds the data and weights of the hello run to Python's, by the
// sum of their bit patterns.
func TestHello(t *testing.T) {
	for _, c := range Load[formulaCase](t, "formulas") {
		if c.Name != "hello" {
			continue
		}
		images, labels := Hello(c.Samples)
		if want := c.Labels.Ints(); !slices.Equal(labels[:len(want)], want) {
			t.Errorf("labels: received %v, expected %v", labels[:len(want)], want)
		}
		if got := checksum(images); got != c.Images {
			t.Errorf("images: received checksum %d, expected %d", got, c.Images)
		}
		for _, k := range c.Kernels {
			if got := checksum(k.Values()); got != k.Checksum {
				t.Errorf("kernel of seed %d: received checksum %d, expected %d", k.Seed, got, k.Checksum)
			}
		}
		return
	}
	t.Error("hello is not among the formulas")
}

func checksum(values []float32) uint32 {
	var sum uint32
	for _, v := range values {
		sum += math.Float32bits(v)
	}
	return sum
}
