package main

import (
	"math"
	"testing"

	"github.com/gokeras/keras"
)

// TestWorkloads takes two steps of training with every workload.
func TestWorkloads(t *testing.T) {
	for name, w := range workloads {
		t.Run(name, func(t *testing.T) {
			m, err := w.model()
			if err != nil {
				t.Fatal(err)
			}
			x, y := w.samples(4)
			h, err := m.Fit(t.Context(), keras.Arrays(x, y), keras.FitOptions{BatchSize: 2, Verbose: new(0)})
			if err != nil {
				t.Fatal(err)
			}
			if loss := h.History["loss"][0]; !(loss > 0) || math.IsInf(loss, 0) {
				t.Errorf("the loss is %v", loss)
			}
		})
	}
}
