package main

import (
	"math"

	"github.com/gokeras/keras/tensor"
)

// Statistics is what inspect tells of an array.
type statistics struct {
	Path   string  `json:"path"`
	Shape  []int   `json:"shape"`
	Type   string  `json:"type"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Mean   float64 `json:"mean"`
	Std    float64 `json:"std"`
	Zeros  int     `json:"zeros"`
	NaNs   int     `json:"nans"`
	Infs   int     `json:"infs"`
	Number int     `json:"elements"`
}

// statisticsOf returns those of the finite elements of an array.
func statisticsOf(path string, t *tensor.Tensor) statistics {
	s := statistics{Path: path, Shape: t.Shape(), Type: t.DType().String(), Number: t.Size()}
	s.Min, s.Max = math.Inf(1), math.Inf(-1)
	values := tensor.Data[float64](t.Cast(tensor.Float64))
	sum, n := 0., 0.
	for _, x := range values {
		switch {
		case math.IsNaN(x):
			s.NaNs++
			continue
		case math.IsInf(x, 0):
			s.Infs++
			continue
		case x == 0:
			s.Zeros++
		}
		s.Min, s.Max = min(s.Min, x), max(s.Max, x)
		sum, n = sum+x, n+1
	}
	if n == 0 {
		s.Min, s.Max = 0, 0
		return s
	}
	s.Mean = sum / n
	squares := 0.
	for _, x := range values {
		if d := x - s.Mean; !math.IsNaN(d) && !math.IsInf(d, 0) {
			squares += d * d
		}
	}
	s.Std = math.Sqrt(squares / n)
	return s
}
