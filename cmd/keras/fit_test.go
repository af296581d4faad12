package main

import (
	"bytes"
	"math"
	"testing"
)

func TestFinite(t *testing.T) {
	var b bytes.Buffer
	if err := printJSON(&b, finite(map[string][]float64{"loss": {0.5, math.NaN(), math.Inf(1)}, "mae": {}})); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), `{"loss":[0.5,null,null],"mae":[]}`+"\n"; got != want {
		t.Errorf("received %s, expected %s", got, want)
	}
}
